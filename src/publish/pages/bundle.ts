import type { Bundle } from '../../config/config.js';
import { streamPath } from '../site/paths.js';
import type { Stream } from '../site/view.js';
import { plain, type Said } from '../words/speech.js';
import type { Context } from './context.js';
import type { LinkTo } from './page.js';
import { html, joined, type Raw } from './template.js';

/** `ffi or embedded, without getting started`. */
export function combination(
  { tags, words }: Pick<Context, 'tags' | 'words'>,
  { any, all, none }: Pick<Bundle, 'any' | 'all' | 'none'>,
): Said {
  const { say } = words;
  const titles = (slugs: readonly string[], last: 'and' | 'or'): Said | null =>
    slugs.length === 0
      ? null
      : words.listed(
          slugs.map((slug) => tags.get(slug)?.title ?? slug),
          last,
        );
  const [some, every, without] = [titles(any, 'or'), titles(all, 'and'), titles(none, 'or')];
  const wanted =
    some !== null && every !== null
      ? say('togetherWith', { any: some, all: every })
      : (some ?? every ?? say('anyTag'));
  return without === null ? wanted : say('without', { tags: wanted, none: without });
}

/** What a stream is about: the operator's words, else the rule of a bundle, else the name of a tag. */
export function descriptionOf(context: Context, { kind, slug, title, description }: Stream): Said {
  const { say } = context.words;
  if (description !== '') return plain(description);
  const bundle = kind === 'bundle' ? context.bundles.get(slug) : undefined;
  return bundle ? say('postsUnder', { tags: combination(context, bundle) }) : say('postsAbout', { title });
}

/** The bundles that ask for a tag, in a sentence. */
export function memberships({ bundles, words }: Context, { kind, slug }: Stream, to: LinkTo): Raw | null {
  if (kind !== 'tag') return null;
  const asking = [...bundles.values()].filter(({ any, all }) => any.includes(slug) || all.includes(slug));
  if (asking.length === 0) return null;
  const links = asking.map(
    (bundle) => html`<a href="${to(streamPath({ kind: 'bundle', slug: bundle.slug }))}">${bundle.title}</a>`,
  );
  const named = joined(links, words.say('comma'));
  return html` ${words.say('inBundles', { n: links.length, bundles: named })}`;
}
