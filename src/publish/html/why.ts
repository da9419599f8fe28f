import type { Field, Post, TagReason, TermHit } from '../../model.js';
import type { Context } from './context.js';
import { html, joined, type Piece, type Raw } from './template.js';
import { count } from './words.js';

const PLACES: Readonly<Record<Field, string>> = {
  title: 'in the title',
  text: 'in the text',
  category: 'in the author’s own categories',
  url: 'in the address',
  host: 'in the host’s name',
  author: 'in the author’s name',
  source: 'in the source’s name',
  code: 'in the code',
};

/**
 * "Why is this here?": the page's own tags with every term that counted, the post's other tags in a word each.
 * Null for a post without reasons.
 */
export function why(context: Context, post: Post, about: ReadonlySet<string>): Raw | null {
  if (post.why.length === 0) return null;
  const asked = post.why.filter(({ tag }) => about.has(tag));
  const full = asked.length > 0 ? asked : post.why;
  const rest = post.why.filter((reason) => !full.includes(reason));
  return html`<details><summary>Why is this here?</summary><div class="why">${full.map((reason) => explained(context, reason))}${
    rest.length > 0 &&
    html`<p>Also filed under ${joined(
      rest.map((reason) => html`${title(context, reason)} ${gist(reason)}`),
      ', ',
    )}.</p>`
  }</div></details>`;
}

function explained(context: Context, reason: TagReason): Raw {
  const name = html`<strong>${title(context, reason)}</strong>`;
  switch (reason.by) {
    case 'source':
      return html`<p>Filed under ${name}, as all posts of this source are.</p>`;
    case 'implied':
      return html`<p>Filed under ${name}, which another of its tags implies.</p>`;
    case 'default':
      return html`<p>Filed under ${name}, as posts are that fit no other ${groupOf(context, reason)}.</p>`;
    case 'terms': {
      const enough = context.enough.get(reason.tag);
      return html`<p>Filed under ${name} with ${points(reason.points)} ${reason.points === 1 ? 'point' : 'points'}${
        enough !== undefined && `; ${points(enough)} ${enough === 1 ? 'is' : 'are'} enough`
      }.</p>${reason.terms.length > 0 && html`<dl>${reason.terms.map(term)}</dl>`}`;
    }
  }
}

const term = (hit: TermHit): Raw =>
  html`<dt>“${bare(hit)}” ${PLACES[hit.field]}</dt><dd class="n">${points(hit.points)}</dd>`;

function gist({ by, terms }: TagReason): Piece {
  if (by === 'source') return '(by its source)';
  if (by === 'implied') return '(implied)';
  if (by === 'default') return '(by default)';
  const [first, ...more] = terms.filter((hit) => hit.points > 0);
  if (first === undefined) return null;
  return `(“${bare(first)}”${more.length > 0 ? ` and ${count(more.length, 'other')}` : ''})`;
}

const title = ({ tags }: Context, { tag }: TagReason): string => tags.get(tag)?.title ?? tag;

function groupOf({ tags, groups }: Context, { tag }: TagReason): string {
  const group = groups.get(tags.get(tag)?.group ?? '');
  return group === undefined ? 'tag' : `of ${group.title}`;
}

/** The place is said in words, so the rule's own `title:` need not be. */
const bare = ({ term, field }: TermHit): string => term.replace(new RegExp(`^(?:${field}:)?(?:case:)?`), '');

/** `2.5`, `−1`, never `1.2000000000000002`. */
const points = (n: number): string => String(Math.round(n * 100) / 100).replace('-', '−');
