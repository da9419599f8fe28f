import type { OutputFile } from '../output-file.js';
import { archivePath, feedPath } from '../site/paths.js';
import type { Output, SiteView, Stream } from '../site/view.js';
import { atomFeed } from './atom.js';
import { archiveRecord, feedRecord } from './feed-record.js';
import { jsonFeed } from './json.js';
import { rssFeed } from './rss.js';

/** Each stream as Atom 1.0, RSS 2.0 and JSON Feed 1.1, from one record; its archive documents as Atom. */
export const feeds: Output = {
  *stream(site, stream) {
    const record = feedRecord(site, stream);
    yield* atEveryAddress(site, stream, 'atom', atomFeed(record));
    yield* atEveryAddress(site, stream, 'rss', rssFeed(record));
    yield* atEveryAddress(site, stream, 'json', jsonFeed(record));
  },
  *archive(site, archive) {
    yield {
      path: archivePath(archive.stream, archive.n, 'atom'),
      body: atomFeed(archiveRecord(site, archive)),
    };
  },
};

/** A renamed tag's subscribers find the same bytes at its former addresses; the self link tells the new one. */
export function* atEveryAddress(
  site: SiteView,
  stream: Stream,
  format: Parameters<typeof feedPath>[1],
  body: string,
): Iterable<OutputFile> {
  yield { path: feedPath(stream, format), body };
  if (stream.kind !== 'tag') return;
  const aliases = site.config.tags.find((tag) => tag.slug === stream.slug)?.aliases ?? [];
  for (const slug of aliases) yield { path: feedPath({ kind: 'tag', slug }, format), body };
}
