import type { Bundle } from '../../config/config.js';
import { listed } from '../../model/words.js';
import { streamPath } from '../site/paths.js';
import type { Stream } from '../site/view.js';
import type { Context } from './context.js';
import type { LinkTo } from './page.js';
import { html, joined, type Raw } from './template.js';

/** `ffi or embedded, without getting started`. */
export function combination(
  { tags }: Pick<Context, 'tags'>,
  { any, all, none }: Pick<Bundle, 'any' | 'all' | 'none'>,
): string {
  const titles = (slugs: readonly string[]): string[] => slugs.map((slug) => tags.get(slug)?.title ?? slug);
  const wanted = [listed(titles(any), 'or'), listed(titles(all), 'and')].filter((part) => part !== '');
  const without = none.length > 0 ? `, without ${listed(titles(none), 'or')}` : '';
  return (wanted.join(', together with ') || 'any tag') + without;
}

/** What a stream is about: the operator's words, else the rule of a bundle, else the name of a tag. */
export function descriptionOf(context: Context, { kind, slug, title, description }: Stream): string {
  if (description !== '') return description;
  const bundle = kind === 'bundle' ? context.bundles.get(slug) : undefined;
  return bundle ? `Posts filed under ${combination(context, bundle)}.` : `Posts about ${title}.`;
}

/** The bundles that ask for a tag, in a sentence. */
export function memberships({ bundles }: Context, { kind, slug }: Stream, to: LinkTo): Raw | null {
  if (kind !== 'tag') return null;
  const asking = [...bundles.values()].filter(({ any, all }) => any.includes(slug) || all.includes(slug));
  if (asking.length === 0) return null;
  const links = asking.map(
    (bundle) => html`<a href="${to(streamPath({ kind: 'bundle', slug: bundle.slug }))}">${bundle.title}</a>`,
  );
  return html` Also part of the ${links.length === 1 ? 'bundle' : 'bundles'} ${joined(links, ', ')}.`;
}
