import path from 'node:path';
import { STARTER } from '../config/edit/starter.js';
import { createFile } from '../config/edit/write.js';
import { feedsSchema } from '../config/grammar/json-schema.js';
import { UserError } from '../model/errors.js';
import type { CommonOptions, RegisterCommand } from '../terminal/io.js';
import { createStyle } from '../terminal/style.js';

/** `tagwire init`: writes a feeds.json to begin with, and its schema for editors. Never overwrites. */
export const init: RegisterCommand = (command, io) => {
  command.action(async ({ config }: CommonOptions) => {
    if (!(await createFile(config, STARTER))) throw new UserError(`${config} is there already`, 2);
    await createFile(path.join(path.dirname(config), 'feeds.schema.json'), feedsSchema());
    const style = createStyle(io);
    const next = `tagwire add ${style.dim('https://…')}`;
    io.out(`${style.green(style.marks.ok)} Wrote ${config}. Name your site in it, then: ${next}\n`);
  });
};
