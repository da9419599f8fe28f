import type { Field, TagReason, TermHit } from '../../model/filing.js';
import type { Post } from '../../model/post.js';
import { counted, listed } from '../../model/words.js';
import type { Context } from './context.js';
import { html, joined, type Raw } from './template.js';

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

/** Terms that are named for a tag which the page is not about. */
const NAMED = 3;

/**
 * "Why is this here?": the page's own tags with every term that counted, the post's other tags in a few words
 * each. Null for a post without reasons.
 */
export function why(context: Context, post: Post, about: ReadonlySet<string>): Raw | null {
  if (post.why.length === 0) return null;
  const asked = post.why.filter(({ tag }) => about.has(tag));
  const rest = post.why.filter(({ tag }) => !about.has(tag));
  return html`<details><summary>Why is this here?</summary><div class="why">${asked.map((reason) => explained(context, reason))}${
    rest.length > 0 &&
    html`<p>${asked.length > 0 ? 'Also filed' : 'Filed'} under ${joined(
      rest.map((reason) => html`${title(context, reason)}${gist(reason)}`),
      ', ',
    )}.</p>`
  }</div></details>`;
}

function explained(context: Context, reason: TagReason): Raw {
  const name = html`<b>${title(context, reason)}</b>`;
  switch (reason.by) {
    case 'source':
      return html`<p>Filed under ${name}, as all posts of this source are.</p>`;
    case 'implied':
      return html`<p>Filed under ${name}, which another of its tags implies.</p>`;
    case 'default':
      return html`<p>Filed under ${name}, as posts are that fit no other ${groupOf(context, reason)}.</p>`;
    case 'hand':
      return html`<p>Filed under ${name} by hand${reason.note === undefined ? '.' : html`: ${reason.note}`}</p>`;
    case 'terms': {
      const enough = context.enough.get(reason.tag);
      return html`<p>Filed under ${name} with ${points(reason.points)} ${reason.points === 1 ? 'point' : 'points'}${
        enough !== undefined && `; ${points(enough)} ${enough === 1 ? 'is' : 'are'} enough`
      }.</p>${reason.terms.length > 0 && html`<dl>${reason.terms.map(term)}</dl>`}`;
    }
  }
}

const term = (hit: TermHit): Raw => {
  const found = isHint(hit) ? 'a hint of its source' : html`“${bare(hit)}” ${PLACES[hit.field]}`;
  return html`<dt>${found}</dt><dd>${points(hit.points)}</dd>`;
};

/** What the source's `hints` give stands among the terms; a term for a source's name says `source:`. */
const isHint = ({ term, field }: TermHit): boolean => term === 'hints' && field === 'source';

/** What gives a tag without points, in short. */
const GIVEN = {
  source: ' (by its source)',
  implied: ' (implied)',
  default: ' (by default)',
  hand: ' (by hand)',
} as const;

function gist({ by, terms, note }: TagReason): string {
  if (by === 'hand' && note !== undefined) return ` (by hand: ${note})`;
  if (by !== 'terms') return GIVEN[by];
  const named = terms
    .filter(({ points }) => points > 0)
    .map((hit) => (isHint(hit) ? 'a hint of its source' : `“${bare(hit)}”`));
  const more = named.length - NAMED;
  const shown = [...named.slice(0, NAMED), ...(more > 0 ? [counted(more, 'other')] : [])];
  return shown.length > 0 ? ` (${listed(shown, 'and')})` : '';
}

const title = ({ tags }: Context, { tag }: TagReason): string => tags.get(tag)?.title ?? tag;

function groupOf({ tags, groups }: Context, { tag }: TagReason): string {
  const group = groups.get(tags.get(tag)?.group ?? '');
  return group === undefined ? 'tag' : `of ${group.title}`;
}

/** The place is said in words, so the rule's own `title:` need not be. */
const SCOPE = new RegExp(`^(?:(?:${Object.keys(PLACES).join('|')}):)?(?:case:)?`);
const bare = ({ term }: TermHit): string => term.replace(SCOPE, '');

/** `2.5`, `−1`, never `1.2000000000000002`. */
const points = (n: number): string => String(Math.round(n * 100) / 100).replace('-', '−');
