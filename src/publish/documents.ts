import type { Post } from '../model/post.js';
import type { StreamData } from '../model/stream.js';
import { MAIN_FORMAT } from './feeds/formats.js';
import { renderArchive, renderSearch, renderSearchIndex } from './index.js';
import type { OutputFile } from './output-file.js';
import { archiveFiles, archiveFolder, archivePath, searchPath } from './site/paths.js';
import type { ReadStream } from './site/read-view.js';
import { openSegment, partsOf } from './site/site-archives.js';
import type { SiteView, Stream } from './site/view.js';
import type { SiteWriter } from './write/write.js';

/*
 * What a stream's sealed documents are published as: archives, and of the site segments of search besides.
 */

/** What publishes them. */
export interface Documents {
  readonly site: SiteView;
  readonly writer: SiteWriter;
  files(files: Iterable<OutputFile>): Promise<void>;
  /** Of a document of the stream with this name. */
  posts(name: string, n: number): Promise<readonly Post[]>;
}

/** The documents of a stream that have changed, those that are no more too; null where all are rendered. */
export type ChangedDocs = ReadonlySet<number> | null;

/** Search looks through so many segments of 500 posts, the newest. */
const SEGMENTS = 20;

/** The archives of a tag or of a bundle, as far as they have changed; those that are no more go. */
export async function publishArchives(
  work: Documents,
  data: StreamData,
  stream: Stream,
  changed: ChangedDocs,
): Promise<void> {
  const numbers = [...data.docs, ...data.joined].map(({ n }) => n);
  for (const n of numbers) {
    if (changed === null || changed.has(n))
      await work.files(renderArchive(work.site, { stream, n, posts: await work.posts(data.name, n) }));
  }
  const left = new Set(data.docs.map(({ n }) => n));
  const gone = [...(changed ?? [])].filter((n) => !left.has(n));
  if (changed === null || (gone.length > 0 && left.size === 0))
    await work.writer.sweep([archiveFolder(stream)]);
  else if (gone.length > 0) await work.writer.sweep(gone.map((n) => archiveFiles(stream, n)));
}

/** The site's archives, as far as a segment of theirs or the one before it has changed. */
export async function publishSiteArchives(
  work: Documents,
  data: StreamData,
  read: ReadStream,
  changed: ChangedDocs,
): Promise<void> {
  const { limit } = work.site.config.publish;
  const { stream } = read;
  const open = openSegment(data);
  for (const [at, ref] of data.docs.entries()) {
    const before = data.docs[at - 1]?.n ?? 0;
    if (changed !== null && ref !== open && !changed.has(ref.n) && !changed.has(before)) continue;
    let isKept = changed !== null && ref === open && !changed.has(before);
    const all = ref === open ? read.open : await work.posts('site', ref.n);
    for (const { n, posts } of partsOf(data, ref, all, limit)) {
      // What is named by its posts holds the same ones, and leads on to where it did.
      isKept =
        isKept &&
        ['html', MAIN_FORMAT.extension].every((end) => work.writer.keep(archivePath(stream, n, end)));
      if (!isKept) await work.files(renderArchive(work.site, { stream, n, posts }));
    }
  }
  const over =
    changed === null
      ? [archiveFolder(stream)]
      : [...changed, ...(open === null ? [] : [open.n])].map((n) => `${archiveFolder(stream)}${n}-`);
  await work.writer.sweep(stream.archives.length === 0 ? [archiveFolder(stream)] : over);
}

/** The newest segments of what search looks through, as far as they have changed, and the list of them. */
export async function publishSearch(work: Documents, data: StreamData, changed: ChangedDocs): Promise<void> {
  const kept = data.docs.slice(-SEGMENTS);
  const left = new Set(kept.map(({ n }) => n));
  for (let n = 1; n <= data.last; n++) if (!left.has(n)) await work.writer.remove(searchPath(n));
  for (const n of changed ?? []) if (!left.has(n)) await work.writer.remove(searchPath(n));
  for (const { n } of kept) {
    // One that had been dropped is among the newest again where later ones are gone.
    const isThere = work.writer.has(searchPath(n), 'any');
    if (changed === null || changed.has(n) || !isThere)
      await work.files(renderSearch(work.site, { n, posts: await work.posts('site', n) }));
  }
  await work.files(
    renderSearchIndex(
      work.site,
      kept.map(({ n, count, from }) => ({ n, count, since: count === 0 ? null : from })),
    ),
  );
}
