import { comparableUrl } from '../model/address.js';
import { UserError } from '../model/errors.js';
import type { SourceKey } from '../model/values.js';
import { counted } from '../model/words.js';
import { removePosts, removeSource, titleOf } from '../operate/remove.js';
import { readSite, withReader, withStore } from '../operate/site.js';
import { prepareStore } from '../pass/prepare.js';
import type { SourceRecord } from '../sources/record.js';
import type { OwnedEntry, Store, StoreReader } from '../store/store.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { isYes } from '../terminal/is-yes.js';
import { printable } from '../terminal/printable.js';
import { createStyle } from '../terminal/style.js';
import { note } from './note.js';
import { keepPublished } from './remove/keep-published.js';
import { takeBack } from './remove/take-back.js';

interface RemoveOptions extends CommonOptions {
  readonly yes: boolean;
  readonly undo: boolean;
}

/** What is to go: all of a source, or a post with its copies. */
type Target =
  | { readonly kind: 'source'; readonly record: SourceRecord }
  | { readonly kind: 'posts'; readonly found: readonly OwnedEntry[] };

/** `tagwire remove`: takes a post, or all of a source, out for good. */
export const remove: RegisterCommand = (command, io) => {
  command
    .option('--yes', 'do not ask', false)
    .option('--undo', 'take the last removal back', false)
    .addHelpText(
      'after',
      note(
        'Ids and links are remembered: no source brings the post back. Every copy of it goes. Of a source all entries go, but a post that is published from another source stays. What is published is brought up to date at once, if there is any. The database keeps what the last removal took, and --undo brings it back under the same ids and dates; the next removal takes its place.',
      ),
    )
    .action(async (what: string | undefined, options: RemoveOptions) => {
      if (options.undo && what !== undefined)
        throw new UserError('--undo takes the last removal back, whatever it was: name nothing beside it', 2);
      if (options.undo) return takeBack(options, io);
      if (what === undefined) throw new UserError('name an entry or a source, or give --undo', 2);
      const site = await readSite(options);
      if (!(await agrees(what, options, io))) {
        io.out(options.json ? `${JSON.stringify({ removed: 0 })}\n` : 'Nothing was removed\n');
        return;
      }
      await withStore(options, site.config, io, async (store) => {
        const prepared = await prepareStore({ ...site, store }, io.now());
        const target = await targetOf(what, store);
        const removed = await takeOut(store, target);
        await keepPublished(site, prepared, options, io);
        const still =
          target.kind === 'source'
            ? prepared.listed.find(({ record }) => record.key === target.record.key)
            : undefined;
        report(
          target,
          removed,
          still === undefined ? null : (still.source.list ?? options.config),
          options,
          io,
        );
      });
    });
};

async function targetOf(what: string, store: StoreReader): Promise<Target> {
  const record = sourceAt(await store.sources(), what);
  if (record !== null) return { kind: 'source', record };
  const found = await store.search(what);
  if (found.length === 0) throw new UserError(`nothing is stored under ${what}`);
  return { kind: 'posts', found };
}

const takeOut = (store: Store, target: Target): Promise<number> =>
  target.kind === 'source' ? removeSource(store, target.record.key) : removePosts(store, target.found);

/** Said by --yes, else asked for where there is somebody to ask; no pass has to wait for the answer. */
async function agrees(what: string, options: RemoveOptions, { ask }: Io): Promise<boolean> {
  if (options.yes || ask === null) return true;
  const target = await withReader(options, (store) => targetOf(what, store));
  const count = target.kind === 'source' ? `, ${counted(target.record.entries, 'entry', 'entries')},` : '';
  const answer = await ask(`Take ${printable(inWords(target) + count)} out for good? [y/N] `);
  return isYes(answer, { unlessSaid: false });
}

function inWords(target: Target): string {
  if (target.kind === 'posts') return `"${titleOf(target.found)}" and every copy of it`;
  const { feed, url } = target.record;
  return `all of ${feed?.title ?? url}`;
}

/** The source that is, or was, polled there. */
function sourceAt(records: ReadonlyMap<SourceKey, SourceRecord>, what: string): SourceRecord | null {
  const wanted = comparableUrl(what);
  const isThere = ({ url, poll, former }: SourceRecord): boolean =>
    [url, poll.url, ...former].some((address) => comparableUrl(address) === wanted);
  return [...records.values()].find(isThere) ?? null;
}

function report(
  target: Target,
  removed: number,
  listedIn: string | null,
  options: CommonOptions,
  io: Io,
): void {
  if (options.json) {
    io.out(`${JSON.stringify({ removed })}\n`);
    return;
  }
  const hint =
    listedIn === null ? '' : `; ${listedIn} still lists the source, and new entries of it will come in`;
  const undo = removed === 0 ? '' : `tagwire remove --undo takes ${removed === 1 ? 'it' : 'them'} back\n`;
  const what = printable(`${inWords(target)}, ${counted(removed, 'entry', 'entries')}`);
  io.out(`${createStyle(io).bold('Removed')} ${what}, for good${hint}\n${undo}`);
}
