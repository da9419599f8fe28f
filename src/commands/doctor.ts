import { counted } from '../model/words.js';
import { type Diagnosis, mendDatabase } from '../operate/doctor.js';
import { readSite } from '../operate/site.js';
import { shownLocation } from '../store/index.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { createStyle } from '../terminal/style.js';
import { note } from './note.js';

/** `tagwire doctor`: looks at every file of the database and mends it. */
export const doctor: RegisterCommand = (command, io) => {
  command
    .addHelpText(
      'after',
      note(
        'Damaged files are moved to quarantine/ in the database, and what can be read of them comes back. PostgreSQL looks after its own files: there feeds and archives are compared with the entries.',
      ),
    )
    .action(async (options: CommonOptions) => {
      const site = await readSite(options);
      report(await mendDatabase(options.data, site, io.now), options, io);
    });
};

/** A server looks after its own files. */
const looked = (files: number): string =>
  files === 0 ? 'feeds and archives are as the entries say' : `${counted(files, 'file')} read`;

function report({ files, done, added, changed, removed }: Diagnosis, options: CommonOptions, io: Io): void {
  if (options.json) {
    io.out(`${JSON.stringify({ files, repairs: done, added, changed, removed })}\n`);
    return;
  }
  const lines = [
    ...done,
    ...(added > 0 ? [`${counted(added, 'post')} put back into feeds and archives`] : []),
    ...(changed > 0 ? [`${counted(changed, 'post')} in feeds and archives brought up to date`] : []),
    ...(removed > 0 ? [`${counted(removed, 'post')} without an entry taken out of feeds and archives`] : []),
  ];
  const { bold } = createStyle(io);
  if (lines.length === 0) io.out(`${bold('All is well')}: ${looked(files)}\n`);
  else {
    const list = lines.map((line) => `  ${line}\n`).join('');
    io.out(`${bold('Mended')} ${shownLocation(options.data)}; the next run or publish shows it\n${list}`);
  }
}
