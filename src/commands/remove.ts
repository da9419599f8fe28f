import { existsSync } from 'node:fs';
import { comparableUrl } from '../model/address.js';
import { UserError } from '../model/errors.js';
import type { SourceKey } from '../model/values.js';
import { counted } from '../model/words.js';
import { removePosts, removeSource } from '../operate/remove.js';
import { readSite, withStore } from '../operate/site.js';
import { publishPrepared } from '../pass/pass.js';
import { prepareStore } from '../pass/prepare.js';
import type { SourceRecord } from '../sources/record.js';
import type { Store } from '../store/store.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { createStyle } from '../terminal/style.js';
import { note } from './note.js';

/** `tagwire remove`: takes a post, or all of a source, out for good. */
export const remove: RegisterCommand = (command, io) => {
  command
    .addHelpText(
      'after',
      note(
        'Ids and links are remembered: no source brings the post back. Every copy of it goes. Of a source all entries go but for what is published from another one. What is published is brought up to date at once, if there is any.',
      ),
    )
    .action(async (what: string, options: CommonOptions) => {
      const site = await readSite(options);
      await withStore(options, site.config, io, async (store) => {
        const prepared = await prepareStore({ ...site, store }, io.now());
        const source = sourceAt(await store.sources(), what);
        const removed = await removeFrom(store, what, source);
        await store.flush();
        if (existsSync(options.out)) {
          const rest = { out: options.out, version: io.version, now: io.now };
          await publishPrepared({ ...site, ...rest, store }, prepared, 'changes');
        }
        const stillListed =
          source !== null && prepared.listed.some(({ record }) => record.key === source.key);
        report(removed, stillListed ? options.config : null, options, io);
      });
    });
};

async function removeFrom(store: Store, what: string, source: SourceRecord | null): Promise<number> {
  if (source !== null) return removeSource(store, source.key);
  const found = await store.search(what);
  if (found.length === 0) throw new UserError(`nothing is stored under ${what}`);
  return removePosts(store, found);
}

/** The source that is, or was, polled there. */
function sourceAt(records: ReadonlyMap<SourceKey, SourceRecord>, what: string): SourceRecord | null {
  const wanted = comparableUrl(what);
  const isThere = ({ url, poll, former }: SourceRecord): boolean =>
    [url, poll.url, ...former].some((address) => comparableUrl(address) === wanted);
  return [...records.values()].find(isThere) ?? null;
}

function report(removed: number, listedIn: string | null, options: CommonOptions, io: Io): void {
  if (options.json) {
    io.out(`${JSON.stringify({ removed })}\n`);
    return;
  }
  const hint =
    listedIn === null ? '' : `; ${listedIn} still lists the source, and new entries of it will come in`;
  io.out(`${createStyle(io).bold('Removed')} ${counted(removed, 'entry', 'entries')} for good${hint}\n`);
}
