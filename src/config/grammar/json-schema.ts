import { z } from 'zod';
import { feedsFile } from './schema.js';

/**
 * feeds.schema.json: what editors complete and check feeds.json by. Draft 7, the newest that common editors
 * know whole. It can't say all that `check` says: no names of tags, no contrast, no cycles.
 */
export const feedsSchema = (): string => `${JSON.stringify(schemaObject(), null, 2)}\n`;

/** The same as an object. */
export const schemaObject = (): object =>
  z.toJSONSchema(feedsFile, {
    io: 'input',
    target: 'draft-7',
    // zod leaves them out where a value is transformed: ours are written as the file has them, so they hold.
    override: ({ zodSchema, jsonSchema }) => {
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
