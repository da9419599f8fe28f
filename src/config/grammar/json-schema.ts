import { z } from 'zod';
import { feedsFile } from './schema.js';

/**
 * feeds.schema.json: what editors complete and check feeds.json by. Draft 7, the newest that common editors
 * know whole. It can't say all that `check` says: no names of tags, no contrast, no cycles.
 */
export function feedsSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(feedsFile, { io: 'input', target: 'draft-7' }), null, 2)}\n`;
}
