import type { Instant } from '../../model/values.js';
import type { SearchList, SearchPost } from '../pages/search-format.js';
import { attribute, html, joined, type Piece, type Raw } from '../pages/template.js';
import type { SearchSpeech } from '../words/speech.js';
import type { Hit } from './search-index.js';
import { words } from './search-terms.js';

/** Characters of an excerpt around its first mark. */
const BEFORE = 80;
const LENGTH = 280;

/** A found post, as the pages of a tag show it, with the words that were meant marked. */
export function resultArticle(speech: SearchSpeech, { post, terms }: Hit, tags: SearchList['tags']): Raw {
  const named = post.tags.map((slug) => ({
    slug,
    title: tags[slug]?.title ?? slug,
    grouped: tags[slug]?.grouped === true,
  }));
  const others = named.filter((tag) => !tag.grouped);
  const own = attribute('lang', post.lang ?? null);
  const text = snippet(post.text, terms);
  return html`<article class="post${post.dir !== undefined && ' flip'}">
<time class="when" datetime="${post.date}">${speech.shortDate(post.date as Instant)}</time>
<h3 class="title${post.untitled === true && ' untitled'}"${own}${attribute('dir', post.dir ?? null)}><a href="${post.url ?? placeOf(post)}" rel="noopener">${marked(post.title, terms)}</a></h3>
${byline(
  speech,
  post,
  named.filter((tag) => tag.grouped),
)}
${text !== null && html`<blockquote${own}${attribute('dir', post.dir ?? null)}><p>${text}</p></blockquote>`}
${others.length > 0 && html`<div class="tags"><ul>${others.map((tag) => html`<li>${tagLink(tag)}</li>`)}</ul></div>`}
</article>
`;
}

/** Text with `mark` round each word that is one of `terms`. */
export function marked(text: string, terms: ReadonlySet<string>): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { term, from, to } of words(text)) {
    if (!terms.has(term)) continue;
    pieces.push(text.slice(end, from), html`<mark>${text.slice(from, to)}</mark>`);
    end = to;
  }
  return [...pieces, text.slice(end)];
}

/** The part of a text where its marks begin, cut between words; null where there is no text. */
export function snippet(text: string, terms: ReadonlySet<string>): Piece {
  if (text === '') return null;
  const all = words(text);
  const first = all.find(({ term }) => terms.has(term))?.from ?? 0;
  const from = first <= BEFORE ? 0 : (all.find((word) => word.from >= first - BEFORE)?.from ?? 0);
  const to =
    text.length - from <= LENGTH
      ? text.length
      : (all.findLast((word) => word.to <= from + LENGTH)?.to ?? text.length);
  return [from > 0 && '… ', marked(text.slice(from, to), terms), to < text.length && ' …'];
}

function byline({ say }: SearchSpeech, post: SearchPost, grouped: readonly Named[]): Raw {
  const lang = attribute('lang', post.lang || null);
  const by = post.by ?? [];
  const names = by.map((name) => html`<bdi${lang}>${name}</bdi>`);
  return html`<p class="by">${by.length > 0 && html`<span class="who">${joined(names, say('comma'))}</span>`}<a href="../sources/${post.source}/"><bdi${lang}>${post.from}</bdi></a>${
    grouped.length > 0 &&
    html`<span>${say('postIn', { tags: joined(grouped.map(tagLink), say('comma')) })}</span>`
  }</p>`;
}

interface Named {
  readonly slug: string;
  readonly title: string;
}

const tagLink = ({ slug, title }: Named): Raw => html`<a rel="tag" href="../tags/${slug}/">${title}</a>`;

const placeOf = ({ source, id }: SearchPost): string => `../sources/${source}/#${id}`;
