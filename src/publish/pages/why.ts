import type { Field, TagReason, TermHit } from '../../model/filing.js';
import type { Post } from '../../model/post.js';
import { shownPoints } from '../../model/words.js';
import type { Said } from '../words/speech.js';
import type { WordKey } from '../words/words.js';
import type { Context } from './context.js';
import { html, joined, type Piece, type Raw } from './template.js';

const PLACES = {
  title: 'inTitle',
  text: 'inText',
  category: 'inCategory',
  url: 'inUrl',
  host: 'inHost',
  author: 'inAuthor',
  source: 'inSource',
  code: 'inCode',
  lang: 'inLang',
  detected: 'inDetected',
  tag: 'inTag',
} as const satisfies Record<Field, WordKey>;

/** Terms that are named for a tag which the page is not about. */
const NAMED = 3;

/**
 * "Why is this here?": the page's own tags with every term that counted, the post's other tags in a few words
 * each. Null for a post without reasons.
 */
export function why(context: Context, post: Post, about: ReadonlySet<string>): Raw | null {
  if (post.why.length === 0) return null;
  const { say } = context.words;
  const asked = post.why.filter(({ tag }) => about.has(tag));
  const rest = post.why.filter(({ tag }) => !about.has(tag));
  const tags = joined(
    rest.map((reason) => gist(context, reason)),
    say('comma'),
  );
  return html`<details><summary>${say('whyHere')}</summary><div class="why">${asked.map((reason) => explained(context, reason))}${
    rest.length > 0 && html`<p>${asked.length > 0 ? say('alsoFiled', { tags }) : say('filed', { tags })}</p>`
  }</div></details>`;
}

function explained(context: Context, reason: TagReason): Raw {
  const { say } = context.words;
  const tag = html`<b>${title(context, reason)}</b>`;
  switch (reason.by) {
    case 'source':
      return html`<p>${say('bySource', { tag })}</p>`;
    case 'implied':
      return html`<p>${say('byImplication', { tag })}</p>`;
    case 'default':
      return html`<p>${say('byDefault', { tag, group: groupOf(context, reason) })}</p>`;
    case 'hand':
      return html`<p>${
        reason.note === undefined ? say('byHand', { tag }) : say('byHandBecause', { tag, note: reason.note })
      }</p>`;
    case 'terms': {
      const needed = context.enough.get(reason.tag);
      const given = { tag, points: say('points', { n: reason.points, points: points(reason.points) }) };
      const enough = needed !== undefined && say('enough', { n: needed, points: points(needed) });
      return html`<p>${
        enough === false ? say('byTerms', given) : say('byTermsOf', { ...given, enough })
      }</p>${reason.terms.length > 0 && html`<dl>${reason.terms.map((hit) => term(context, hit))}</dl>`}`;
    }
  }
}

const term = (context: Context, hit: TermHit): Raw => {
  const { say } = context.words;
  const found = isHint(hit) ? say('sourceHint') : say(PLACES[hit.field], { term: quoted(context, hit) });
  return html`<dt>${found}</dt><dd>${points(hit.points)}</dd>`;
};

/** What the source's `hints` give stands among the terms; a term for a source's name says `source:`. */
const isHint = ({ term, field }: TermHit): boolean => term === 'hints' && field === 'source';

const quoted = ({ words: { say }, tags }: Context, hit: TermHit): Said => {
  const name = bare(hit);
  return say('quoted', { term: hit.field === 'tag' ? (tags.get(name)?.title ?? name) : name });
};

/** What gives a tag without points, in short. */
const GIVEN = {
  source: 'gistSource',
  implied: 'gistImplied',
  default: 'gistDefault',
  hand: 'gistHand',
} as const satisfies Record<Exclude<TagReason['by'], 'terms'>, WordKey>;

/** A tag and what gave it, in a few words. */
function gist(context: Context, reason: TagReason): Piece {
  const tag = title(context, reason);
  const why = shortReason(context, reason);
  return why === null ? tag : context.words.say('gist', { tag, reason: why });
}

function shortReason(context: Context, { by, terms, note }: TagReason): Said | null {
  const { say, listed } = context.words;
  if (by === 'hand' && note !== undefined) return say('gistHandBecause', { note });
  if (by !== 'terms') return say(GIVEN[by]);
  const named = terms
    .filter(({ points }) => points > 0)
    .map((hit) => (isHint(hit) ? say('sourceHint') : quoted(context, hit)));
  const more = named.length - NAMED;
  const shown = [...named.slice(0, NAMED), ...(more > 0 ? [say('others', { n: more })] : [])];
  return shown.length > 0 ? listed(shown, 'and') : null;
}

const title = ({ tags }: Context, { tag }: TagReason): string => tags.get(tag)?.title ?? tag;

function groupOf({ tags, groups, words: { say } }: Context, { tag }: TagReason): Said {
  const group = groups.get(tags.get(tag)?.group ?? '');
  return group === undefined ? say('anotherTag') : say('anotherOf', { group: group.title });
}

/** The place is said in words, so the rule's own `title:` need not be. */
const SCOPE = new RegExp(`^(?:(?:${Object.keys(PLACES).join('|')}):)?(?:case:)?`);
const bare = ({ term }: TermHit): string => term.replace(SCOPE, '');

/** `2.5`, `−1`, never `1.2000000000000002`. */
const points = (n: number): string => shownPoints(n).replace('-', '−');
