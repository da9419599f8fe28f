import { readConfig } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { counted } from '../model/words.js';
import { type Migrated, migrate } from '../operate/migrate.js';
import { shownLocation } from '../store/index.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { printable } from '../terminal/printable.js';
import { createStyle } from '../terminal/style.js';
import { givenText } from './arguments/given-text.js';
import { note } from './note.js';

interface MigrateOptions extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
}

/** `tagwire migrate`: moves a database to another place or another kind of store. */
export const migrateCommand: RegisterCommand = (command, io) => {
  command
    .option('--from <dir>', 'the database: a folder or postgres://…', givenText('--from <dir>'))
    .option(
      '--to <dir>',
      'where it is to be, and where there is none yet: a folder or postgres://…',
      givenText('--to <dir>'),
    )
    .addHelpText(
      'after',
      note(
        'Everything comes along: posts with their ids and dates, archives, removals, how each source was polled. Neither readers nor publishers notice. It is read back and compared; the old database stays as it is. If it was cut short, run it again. Stop the service first: what it stores meanwhile would stay behind.',
      ),
    )
    .action(async (options: MigrateOptions) => {
      const { from, to } = options;
      if (from === undefined || to === undefined)
        throw new UserError(
          'say where the database is and where it is to be: --from data --to postgres://…',
          2,
        );
      const config = await readConfig(options.config);
      report(await migrate({ from, to }, config, io), shownLocation(from), shownLocation(to), options, io);
    });
};

function report(migrated: Migrated, from: string, to: string, options: MigrateOptions, io: Io): void {
  if (options.json) {
    io.out(`${JSON.stringify({ from, to, ...migrated }, null, 2)}\n`);
    return;
  }
  const { sources, entries, streams, documents, checksum } = migrated;
  const { bold } = createStyle(io);
  const what = `${counted(entries, 'entry', 'entries')} of ${counted(sources, 'source')}, ${counted(streams, 'feed')} with ${counted(documents, 'archive')}`;
  io.out(
    `${bold('Moved')} ${what} from ${printable(from)} to ${printable(to)}, and read back: the same (${checksum})\nFrom now on: --data with the new place. ${printable(from)} stays as it was\n`,
  );
}
