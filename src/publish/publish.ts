import type { Changes, Fingerprints, Store } from '../store/store.js';
import { renderFarewell } from './feeds/farewell.js';
import { liveFeeds } from './feeds/feed-at.js';
import { renderListing } from './index.js';
import { Interrupted, type RenderInput, Rendering } from './rendering.js';
import { type Announcement, announce } from './site/announced.js';
import { siteFingerprint } from './site/fingerprint.js';
import { followConfiguration, streamNames } from './site/follow.js';
import { aliasDigests, aliasPages, otherNames, placesOf, strangersAmong } from './site/other-places.js';
import { isReserved } from './site/reserved.js';
import { farewells } from './site/retired.js';
import { SITEMAP_PART } from './site/sitemap.js';
import { type HeldEdition, holding, partsOf, renderedSince, withParts } from './write/held-editions.js';
import { readStatic, type Statics } from './write/statics.js';
import { createSiteWriter, type SiteWriter, type WriteCounts } from './write/write.js';

export interface PublishInput extends RenderInput {
  readonly statics: Statics;
  /** The folder to publish to. */
  readonly out: string;
  /** Of the program. */
  readonly version: string;
  /** With `changes-and-lost` everything is rendered where a published file is missing or was altered. */
  readonly render: 'changes' | 'changes-and-lost';
}

/** What was published. */
export interface Publication {
  /**
   * What the folder holds by now; null where it was interrupted, with some of two: then nothing is announced.
   */
  readonly edition: string | null;
  readonly files: WriteCounts;
  /** What that announces, given what has been announced so far. */
  readonly announce: (before: Fingerprints) => Announcement;
}

/**
 * Renders what has changed since the folder was rendered last, or everything where that was from another
 * site, theme, version or database, and writes the files that differ. Nothing changed: nothing is read and
 * nothing touched.
 */
export async function publish(input: PublishInput): Promise<Publication> {
  const { store, config, rulings } = input;
  await followConfiguration(store, config, input.listed, rulings.now);
  const { id, retired } = await store.facts();
  const fingerprint = siteFingerprint(config, input.theme, input.version, id);
  const writer = await createSiteWriter(input.out, fingerprint);
  const isLost = input.render === 'changes-and-lost' && !(await writer.isIntact());
  const held = isLost ? [] : (writer.state?.editions ?? []);
  const changes = await changesOf(store, held, writer.begun);
  const { parting, gone } = farewells(retired, rulings.now);
  const announced = new Map<string, string>();
  const { stamp } = input.statics;
  if (changes.all || writer.state?.statics !== stamp) await writeStatics(writer, input.statics);
  for (const path of gone.flatMap(liveFeeds)) await writer.remove(path);
  const parts = partsOf(changes, otherNames(config, [...parting, ...gone]));
  const isWhole = await renderWhole(input, writer, changes, parts, { parting, gone }, announced);
  const hasChanged = isLost || writer.counts.written + writer.counts.removed > 0;
  const last = changes.since !== null && changes.since === held[0]?.name ? changes.since : null;
  const isSame = !hasChanged && last !== null;
  const edition = isSame ? last : changes.edition;
  const editions = isSame ? held : holding(changes.all ? [] : held, edition, parts);
  const streams = streamNames(config);
  const published: Omit<Publication, 'edition'> = {
    files: writer.counts,
    announce: (before) => announce(before, announced, { streams, parting }, config),
  };
  if (!isWhole) {
    await writer.noteFiles();
    return { edition: null, ...published };
  }
  await writer.finish({ editions, statics: stamp });
  return { edition, ...published };
}

/**
 * What the database has changed since an edition that the folder has held, with what the folder has rendered
 * since then: a database that was put back is behind it, or beside it.
 */
async function changesOf(
  store: Store,
  held: readonly HeldEdition[],
  begun: readonly string[],
): Promise<Changes> {
  const stored = await store.changes(held.map(({ name }) => name));
  const ahead = stored.since === null ? [] : renderedSince(held, stored.since);
  return withParts(stored, [...ahead, ...begun]);
}

/**
 * One after the other: somebody's films must not be in memory together. Those that are no longer there go.
 */
async function writeStatics(writer: SiteWriter, { files }: Statics): Promise<void> {
  const left = writer.paths().filter((path) => !isReserved(path) && !files.has(path));
  for (const path of left) await writer.remove(path);
  for (const [path, file] of files) await writer.write({ path, body: await readStatic(file) });
}

/**
 * Renders what has changed; false where it was interrupted.
 * @param announced filled with what is announced of the streams that are rendered
 */
async function renderWhole(
  input: PublishInput,
  writer: SiteWriter,
  changes: Changes,
  parts: readonly string[],
  { parting, gone }: ReturnType<typeof farewells>,
  announced: Map<string, string>,
): Promise<boolean> {
  if (!changes.all && changes.streams.size === 0 && changes.sources.size === 0) return true;
  try {
    await writer.begin(changes.all ? 'everything' : parts);
    const work = await Rendering.begin(input, writer, announced);
    await work.changed(changes);
    for (const stream of parting) await work.files(renderFarewell(work.site, stream));
    await work.files(renderListing(work.site, (path) => writer.has(path, changes.all ? 'this' : 'any')));
  } catch (error) {
    if (error instanceof Interrupted) return false;
    throw error;
  }
  for (const path of aliasDigests(input.config)) writer.keep(path);
  const strangers = strangersAmong(changes.streams.keys(), input.config);
  const over = [...[...parting, ...gone, ...strangers].flatMap(placesOf), ...aliasPages(input.config)];
  await writer.sweep(changes.all ? [''] : [SITEMAP_PART, ...over]);
  return true;
}
