import type { Config } from '../../config/config.js';
import { digestName } from '../../model/stream.js';
import { unshownKey } from '../../model/unshown.js';
import type { Instant, SourceKey } from '../../model/values.js';
import type { ListedSource } from '../../sources/listed.js';
import type { SourceRecord } from '../../sources/record.js';
import type { Fingerprints, Store } from '../../store/store.js';
import { shownOfSource, shownOfStreams } from './fingerprint.js';
import { moveDigests } from './renamed-digests.js';
import { retire, titlesOf } from './retired.js';

/** Every stream that the configuration asks for. */
export const streamNames = (config: Config): readonly string[] => [
  'site',
  ...config.tags.map(({ slug }) => `tags/${slug}`),
  ...config.bundles.map(({ slug }) => `bundles/${slug}`),
  ...(config.publish.digest.includes('weekly') ? config.tags.map(({ slug }) => digestName(slug)) : []),
];

/**
 * Configured streams are born, others retire, and what shows a change of the configuration is rendered again:
 * a tag's new title wherever posts have that tag, a source's where it writes.
 */
export async function followConfiguration(
  store: Store,
  config: Config,
  listed: readonly ListedSource[],
  now: Instant,
): Promise<void> {
  await moveDigests(store, config);
  await store.configure(streamNames(config));
  const facts = await store.facts();
  const titles = titlesOf(config);
  const retired = retire(facts.retired, facts.titles, config, now);
  const shown = shownOfStreams(config);
  const streams = differing(facts.shown, shown);
  for (const name of streams) await touchStream(store, name, facts.shown[name], shown[name]);
  if (streams.some(isBundle)) await store.touch({ windows: config.tags.map(({ slug }) => `tags/${slug}`) }); // they name it
  const areSourcesNews = await followSources(store, listed);
  if (streams.length > 0 || areSourcesNews) await store.touch({ windows: ['site'] });
  const firstUrl = facts.firstUrl ?? config.site.url;
  const before = [facts.titles, facts.retired, facts.shown, facts.firstUrl];
  if (JSON.stringify([titles, retired, shown, firstUrl]) === JSON.stringify(before)) return;
  await store.setFacts({ titles, retired, shown, firstUrl });
}

const differing = (before: Fingerprints, after: Fingerprints): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => before[name] !== after[name],
  );

/** The stream with all its documents, and where other pages name it, those as well. */
async function touchStream(
  store: Store,
  name: string,
  before: string | undefined,
  after: string | undefined,
): Promise<void> {
  if (before === undefined || after === undefined) return; // it is born or retires, and its posts are filed anew
  const [, namedBefore] = before.split(' ');
  const [, named] = after.split(' ');
  const data = named === namedBefore ? null : await store.stream(name);
  if (data === null) return store.touch({ streams: [name] });
  const beside = Object.keys(data.related).map((slug) => `tags/${slug}`);
  const bundles = Object.keys((await store.counts()).counts).filter(isBundle);
  await store.touch({ streams: ['site', name, ...beside, ...bundles], sources: Object.keys(data.writers) });
}

const isBundle = (name: string): boolean => name.startsWith('bundles/');

/** Returns whether any source is new or shows otherwise than before. */
async function followSources(store: Store, listed: readonly ListedSource[]): Promise<boolean> {
  const byKey = new Map(listed.map(({ record, source }) => [record.key, source]));
  const changed: SourceRecord[] = [];
  for (const record of (await store.sources()).values()) {
    const shown = shownOfSource(byKey.get(record.key) ?? null, record);
    if (record.shown === shown) continue;
    changed.push({ ...record, shown });
    const [names] = shown.split(' ');
    if (record.shown === null || record.shown.startsWith(`${names} `)) continue;
    await store.touch({ windows: await streamsOf(store, record.key) });
    await store.touch({ sources: await copyistsOf(store, record.key) });
  }
  if (changed.length === 0) return false;
  await store.touch({ sources: changed.map(({ key }) => key) });
  await store.register(changed);
  return true;
}

/** The sources whose pages name this one: it is shown instead of them. */
export async function copyistsOf(store: Store, source: SourceKey): Promise<readonly SourceKey[]> {
  const copies = unshownKey({ kind: 'copy', of: source });
  return [...(await store.sources()).values()].flatMap(({ key, unshown }) =>
    unshown !== null && copies in unshown ? [key] : [],
  );
}

/** The streams that a source writes for. */
export async function streamsOf(store: Store, source: SourceKey): Promise<ReadonlySet<string>> {
  const streams = new Set<string>();
  for await (const entries of store.entries(source))
    for (const entry of entries) for (const name of entry.streams) streams.add(name);
  return streams;
}
