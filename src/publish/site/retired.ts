import type { Config } from '../../config/config.js';
import { DAY_MS } from '../../model/spans.js';
import { digestName } from '../../model/stream.js';
import type { Instant } from '../../model/values.js';
import { toMs } from '../../model/values.js';
import type { Facts } from '../../store/store.js';
import type { RemovedStream } from '../feeds/farewell.js';
import { streamOf } from './paths.js';

/**
 * Tags with their digests and bundles that were published and are configured no more: `tags/ffi`,
 * `weekly/ffi` → what the tag was called, since when.
 */
export type Retired = Facts['retired'];

/** A removed tag says so in its feeds for so long; then they are gone (410). */
const FAREWELL_MS = 30 * DAY_MS;

/** What streams are called: `tags/ffi` → FFI; of digests, what their tag is. */
export type Titles = Facts['titles'];

/** The titles at all addresses that the configuration asks for: aliases have subscribers, too. */
export function titlesOf(config: Config): Titles {
  const hasDigests = config.publish.digest.includes('weekly');
  return Object.fromEntries([
    ...config.tags.flatMap(({ slug, title, aliases }) =>
      [slug, ...aliases].flatMap((address) => [
        [`tags/${address}`, title],
        ...(hasDigests ? [[digestName(address), title]] : []),
      ]),
    ),
    ...config.bundles.map(({ slug, title }) => [`bundles/${slug}`, title]),
  ]);
}

/**
 * The retired streams after a change of configuration. What is back, if only as an alias, is retired no more.
 */
export function retire(before: Retired, published: Titles, config: Config, now: Instant): Retired {
  const wanted = new Set(Object.keys(titlesOf(config)));
  const gone = Object.entries(published).map(([name, title]) => [name, { title, since: now }] as const);
  const after = [...gone, ...Object.entries(before)].filter(([name]) => !wanted.has(name));
  return Object.fromEntries(after);
}

/** Splits the retired streams into those that still say farewell and those that are gone. */
export function farewells(
  retired: Retired,
  now: Instant,
): { readonly parting: readonly RemovedStream[]; readonly gone: readonly RemovedStream[] } {
  const all = Object.entries(retired).map(([name, { title, since }]): RemovedStream => {
    const { kind, slug } = streamOf(name);
    return { kind: kind === 'site' ? 'tag' : kind, slug, title, removed: since };
  });
  const isOver = ({ removed }: RemovedStream): boolean => toMs(now) - toMs(removed) > FAREWELL_MS;
  return { parting: all.filter((one) => !isOver(one)), gone: all.filter(isOver) };
}
