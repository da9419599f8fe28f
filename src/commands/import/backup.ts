import { counted } from '../../model/words.js';
import { restore } from '../../operate/back-up.js';
import { checkBackup, readBackup } from '../../operate/exchange/backup-lines.js';
import type { CommonOptions, Io } from '../../terminal/io.js';
import { createStyle } from '../../terminal/style.js';
import type { NamedDocument } from './feeds.js';

/**
 * Makes the database that a backup is of. One that was cut or altered is refused before anything is written.
 */
export async function importBackup(
  { name, open }: NamedDocument,
  options: CommonOptions,
  io: Io,
): Promise<void> {
  await checkBackup(open, name);
  const { sources, entries } = await restore(options, readBackup(open, name), io);
  if (options.json) {
    io.out(`${JSON.stringify({ file: name, sources, entries }, null, 2)}\n`);
    return;
  }
  const what = `${counted(entries, 'entry', 'entries')} of ${counted(sources, 'source')}`;
  io.out(
    `${createStyle(io).bold('Restored')} ${what} from ${name}; the next run or publish goes on from there\n`,
  );
}
