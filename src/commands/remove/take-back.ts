import { UserError } from '../../model/errors.js';
import { counted, day } from '../../model/words.js';
import { readSite, withReader, withStore } from '../../operate/site.js';
import { prepareStore } from '../../pass/prepare.js';
import { undoRemoval } from '../../pass/undo-removal.js';
import type { Removal } from '../../store/store.js';
import type { CommonOptions, Io } from '../../terminal/io.js';
import { isYes } from '../../terminal/is-yes.js';
import { printable } from '../../terminal/printable.js';
import { createStyle } from '../../terminal/style.js';
import { keepPublished } from './keep-published.js';

interface UndoOptions extends CommonOptions {
  readonly yes: boolean;
}

/**
 * `tagwire remove --undo`: brings back what the last removal took, filed by the rules of today. A UserError
 * where no removal is kept.
 */
export async function takeBack(options: UndoOptions, io: Io): Promise<void> {
  const site = await readSite(options);
  const kept = await withReader(options, (store) => store.removal());
  if (kept === null) throw nothingKept();
  if (!(await agrees(kept, options, io))) {
    io.out(options.json ? `${JSON.stringify({ restored: 0 })}\n` : 'Nothing was brought back\n');
    return;
  }
  await withStore(options, site.config, io, async (store) => {
    const prepared = await prepareStore({ ...site, store }, io.now());
    const undone = await undoRemoval(store, prepared.rulings);
    const removal = undone ?? (kept.undoing ? kept : null); // to prepare the store was to end that
    if (removal === null) throw nothingKept();
    await keepPublished(site, prepared, options, io);
    report(removal, options, io);
  });
}

/** Said by --yes, else asked for where there is somebody to ask; no pass has to wait for the answer. */
async function agrees(removal: Removal, options: UndoOptions, { ask }: Io): Promise<boolean> {
  if (options.yes || ask === null) return true;
  const answer = await ask(`Bring back ${inWords(removal)}, removed on ${day(removal.at)}? [y/N] `);
  return isYes(answer, { unlessSaid: false });
}

const nothingKept = (): UserError =>
  new UserError('there is no removal to take back: none was made, or the last one has been taken back');

function inWords({ of, title, entries }: Removal): string {
  const what = of === 'source' ? `all of ${title}` : `"${title}" and every copy of it`;
  return printable(`${what}, ${counted(entries, 'entry', 'entries')}`);
}

function report(removal: Removal, options: CommonOptions, io: Io): void {
  if (options.json) {
    io.out(`${JSON.stringify({ restored: removal.entries })}\n`);
    return;
  }
  io.out(`${createStyle(io).bold('Brought back')} ${inWords(removal)}\n`);
}
