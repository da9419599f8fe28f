import type { Config } from '../config/config.js';
import type { Instant } from '../model.js';
import { toMs } from '../model.js';
import type { Facts } from '../store/store.js';
import type { RemovedStream } from './farewell.js';

/** Tags and bundles that were published and are configured no more: `tags/ffi` → what it was called, since when. */
export type Retired = Facts['retired'];

/** A removed tag says so in its feeds for so long; then they are gone (410). */
const FAREWELL_MS = 30 * 86_400_000;

/** The retired streams after a change of configuration. What is back, if only as an alias, is retired no more. */
export function retire(before: Retired, published: Iterable<string>, config: Config, now: Instant): Retired {
  const wanted = new Set([
    ...config.tags.flatMap(({ slug, aliases }) => [slug, ...aliases].map((one) => `tags/${one}`)),
    ...config.bundles.map(({ slug }) => `bundles/${slug}`),
  ]);
  const after = Object.entries(before).filter(([name]) => !wanted.has(name));
  const known = new Set(after.map(([name]) => name));
  for (const name of published) {
    if (name === 'site' || wanted.has(name) || known.has(name)) continue;
    after.push([name, { title: name.slice(name.indexOf('/') + 1), since: now }]);
  }
  return Object.fromEntries(after);
}

/** Splits the retired streams into those that still say farewell and those that are gone. */
export function farewells(
  retired: Retired,
  now: Instant,
): { readonly parting: readonly RemovedStream[]; readonly gone: readonly RemovedStream[] } {
  const all = Object.entries(retired).map(([name, { title, since }]): RemovedStream => {
    const [kind, slug = ''] = name.split('/');
    return { kind: kind === 'bundles' ? 'bundle' : 'tag', slug, title, removed: since };
  });
  const isOver = ({ removed }: RemovedStream): boolean => toMs(now) - toMs(removed) > FAREWELL_MS;
  return { parting: all.filter((one) => !isOver(one)), gone: all.filter(isOver) };
}
