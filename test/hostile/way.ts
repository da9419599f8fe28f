import { compileRules } from '../../src/classify/index.js';
import type { Config } from '../../src/config/config.js';
import { readOpml } from '../../src/config/opml/read.js';
import { parseConfig } from '../../src/config/read.js';
import { excerpt, plainText } from '../../src/html/excerpt.js';
import { sanitize } from '../../src/html/sanitize.js';
import { visibleText } from '../../src/html/text.js';
import { type Candidate, candidatesOf } from '../../src/merge/candidate.js';
import { decide, type MergeDecision } from '../../src/merge/decide.js';
import { makeRulings } from '../../src/merge/rulings.js';
import type { Feed, FeedEntry } from '../../src/model/feed.js';
import { lookupsOf } from '../../src/model/identity.js';
import { feedToJson } from '../../src/parse/feed-to-json.js';
import { parseFeed } from '../../src/parse/index.js';
import { renderSearch, renderSource, renderStream } from '../../src/publish/index.js';
import { listSources } from '../../src/sources/listed.js';
import type { Known } from '../../src/store/store.js';
import { site, source, stream } from '../publish/pages/site.js';
import { day, url } from '../support/build.js';

const FEED = url('https://hostile.example/feed');

/** A pass takes no more entries of one document, and shows no more posts in one feed. */
const ENTRIES = 5000;
const POSTS = 50;

/**
 * A site that takes as much of a source as it can: content in full, long excerpts, rules that look at
 * everything.
 */
function configOf(): Config {
  const text = JSON.stringify({
    site: { title: 'Planet', url: 'https://planet.example/' },
    publish: { limit: POSTS, excerpt: 100_000 },
    sources: [{ url: FEED, full: true }],
    tags: { ffi: ['ffi', '/a.*b/', 'category:x', 'code:y', 'host:a.example', 'author:z'] },
  });
  const parsed = parseConfig(text, 'feeds.json');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

const config = configOf();
const listed = listSources(config, new Map(), {});
const [hostile] = listed;
if (hostile === undefined) throw new Error('the one source is listed');
const { record } = hostile;
const rulings = makeRulings(config, compileRules(config), listed, [], day(2));
const view = site({ config, sources: [source(record.key)] });
const [sourceView = source(record.key)] = view.sources;

/**
 * All that is done with a document but for reading it from the network and writing it to the disk: it is
 * read, shown by `tagwire parse`, merged twice (as new, and as edited), filed, and rendered into every kind
 * of feed and page.
 * @param begin told of each stage as it begins
 */
export async function wholeWay(document: Uint8Array, begin: (stage: string) => void): Promise<void> {
  begin('opml');
  readOpml(new TextDecoder().decode(document));
  begin('parse');
  const parsed = await parseFeed(document, { url: FEED, contentType: null });
  if (parsed.kind !== 'feed') return;
  begin('json');
  JSON.stringify(feedToJson(parsed.feed));
  begin('html');
  for (const { content, summary } of parsed.feed.entries)
    for (const one of [content, summary]) if (one) look(one);
  const entries = parsed.feed.entries.slice(0, ENTRIES);
  begin('merge');
  const fresh = await merged({ ...parsed.feed, entries }, null);
  begin('merge again');
  await merged({ ...parsed.feed, entries: entries.map(edited) }, fresh);
  begin('render');
  render(fresh);
}

function look(markup: NonNullable<FeedEntry['content']>): void {
  visibleText(markup.value);
  const safe = sanitize(markup);
  plainText(safe);
  excerpt(safe, 1000);
}

/** Another text for every entry, so that nothing is known as it was. */
const edited = (entry: FeedEntry): FeedEntry => ({ ...entry, title: `${entry.title}!`, updated: day(2) });

/** What a document comes to in a store that holds nothing but what `before` left. */
async function merged(feed: Feed, before: MergeDecision | null): Promise<MergeDecision> {
  const candidates = candidatesOf(record.key, feed, rulings.now);
  const context = {
    ...rulings,
    shownOf: rulings.shown,
    pass: 1,
    feed,
    record,
    title: 'Hostile',
    news: null,
    documentDate: null,
    imported: null,
  };
  const file = (entry: Parameters<typeof rulings.file>[1]) => rulings.file(record.key, entry);
  const shown = (entry: Parameters<typeof rulings.shown>[1]) => rulings.shown(record.key, entry);
  return decide(candidates, new Map(), candidates, knownOf(candidates, before), { ...context, file, shown });
}

function knownOf(candidates: readonly Candidate[], before: MergeDecision | null): readonly Known[] {
  const stored = new Map(
    before?.added.flatMap((entry) =>
      lookupsOf(record.key, entry).identities.map((identity) => [identity, entry] as const),
    ),
  );
  return candidates.map(({ lookup }) => ({
    own: stored.get(lookup.identity) ?? null,
    moved: null,
    twin: null,
    linked: null,
    holder: null,
    linkShared: false,
    idTaken: false,
    idHolder: null,
    removed: false,
  }));
}

function render({ added }: MergeDecision): void {
  const posts = added.slice(0, POSTS).flatMap((entry) => rulings.post(record.key, entry) ?? []);
  for (const kind of ['site', 'tag'] as const)
    for (const { body } of renderStream(view, stream({ kind, posts }))) Buffer.byteLength(body);
  for (const { body } of renderSource(view, sourceView, posts, [])) Buffer.byteLength(body);
  for (const { body } of renderSearch(view, { n: 1, posts })) Buffer.byteLength(body);
}
