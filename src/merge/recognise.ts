import { hostAndPath } from '../model/address.js';
import type { Entry } from '../model/entry.js';
import { editionKey, identityKey } from '../model/identity.js';
import { isIri } from '../post/published-id.js';
import type { Known } from '../store/store.js';
import type { Candidate } from './candidate.js';
import { isSameDay, movedBlog } from './moved-blog.js';

/** A candidate and the stored entry that it is, if it is one. */
export interface Recognised {
  readonly candidate: Candidate;
  readonly known: Known;
  readonly stored: Entry | null;
}

/**
 * Which candidates are stored already, under their identity or a former one. An entry at the place (path and
 * title) of a stored one that the document lists no more is that one, its blog having moved or its ids having
 * been changed, provided that their dates agree or that the whole document has changed in this way. So is its
 * twin, with the same title and instant of publication, or host and path where it bears no date, and one with
 * the link of a stored one, where either was known by its link alone, both are of one instant and have no
 * title or one id but for its fragment, or both are editions of one day. Where several could be one, none is.
 * @param listed all identities of the document
 * @param formers what the document before listed, if this one lists none of it: a whole blog may have moved
 */
export function recognise(
  candidates: readonly Candidate[],
  known: readonly Known[],
  listed: ReadonlySet<string>,
  formers: readonly Entry[],
): readonly Recognised[] {
  const pairs = candidates.map((candidate, index) => ({ candidate, known: known[index] ?? NOTHING_KNOWN }));
  const unknown = pairs.filter(({ known: { own } }) => own === null);
  const moved = new Map(pairs.map((pair) => [pair, movedOf(pair, listed)]));
  const places = unknown.filter((pair) => moved.get(pair) !== null).length;
  // A blog that has moved tells so in a post, which is new.
  const fewest = formers.length > 0 ? unknown.length / 2 : unknown.length - 1;
  const allMoved = places > 1 && places > fewest;
  const former = movedBlog(candidates, formers);
  const heirs = pairs.map((pair): Recognised => {
    const atPlace = moved.get(pair) ?? null;
    const isAtPlace = atPlace !== null && (allMoved || datesAgree(pair.candidate, atPlace));
    const stored = isAtPlace ? atPlace : (twinOf(pair, listed) ?? linkedOf(pair, listed, former.size > 0));
    return { ...pair, stored: pair.known.own ?? stored ?? former.get(pair.candidate) ?? null };
  });
  const claims = new Map<string, number>();
  for (const { stored } of heirs)
    if (stored !== null) claims.set(stored.key, (claims.get(stored.key) ?? 0) + 1);
  return heirs.map((heir) => ({
    ...heir,
    stored: heir.known.own ?? (claims.get(heir.stored?.key ?? '') === 1 ? heir.stored : null),
  }));
}

/** Of an entry that nobody has. */
export const NOTHING_KNOWN: Known = {
  own: null,
  moved: null,
  twin: null,
  linked: null,
  holder: null,
  linkShared: false,
  idTaken: false,
  idHolder: null,
  removed: false,
};

type Pair = Pick<Recognised, 'candidate' | 'known'>;

/** The stored entry at the candidate's place. */
function movedOf({ known }: Pair, listed: ReadonlySet<string>): Entry | null {
  return known.own === null && known.moved !== null && !isListed(known.moved, listed) ? known.moved : null;
}

/** The stored entry with the candidate's title, and its date or else its path. */
function twinOf({ known }: Pair, listed: ReadonlySet<string>): Entry | null {
  return known.own === null && known.twin !== null && !isListed(known.twin, listed) ? known.twin : null;
}

/** The stored entry with the candidate's link, where there is no other id to tell them apart. */
function linkedOf({ candidate, known }: Pair, listed: ReadonlySet<string>, blogMoved: boolean): Entry | null {
  const { own, linked } = known;
  if (own !== null || linked === null || candidate.linkShared || isListed(linked, listed)) return null;
  // What has the title too, and a date long after, may be the next of a series at one address.
  const isLinkAlone =
    candidate.entry.id === null || (linked.ids.at(-1) === linked.url && linked.key !== known.moved?.key);
  const isOfBlog = blogMoved && datesAgree(candidate, linked);
  const isPost = [isUntitled, isRevision, isEdition].some((is) => is(candidate, linked));
  return isLinkAlone || isOfBlog || isPost ? linked : null;
}

/** Neither has a title, but the same instant of publication. */
const isUntitled = ({ entry, date }: Candidate, { title, published }: Entry): boolean =>
  entry.title === null && title === null && date === published;

/** Both were published at one instant, under ids that differ in their fragments: its title was edited. */
const isRevision = ({ entry, date }: Candidate, { ids, published }: Entry): boolean =>
  entry.id?.includes('#') === true &&
  date === published &&
  ids.some((id) => id.includes('#') && id.split('#', 1)[0] === entry.id?.split('#', 1)[0]);

/** Both are the same post, but for a counter in their ids. */
function isEdition(candidate: Candidate, stored: Entry): boolean {
  const key = editionKey(candidate.entry.id, candidate.entry);
  if (key === null || !datesAgree(candidate, stored)) return false;
  return stored.ids.some((id) => editionKey(id, stored) === key);
}

/** The document lists it under its own identity too. */
const isListed = ({ ids }: Entry, listed: ReadonlySet<string>): boolean =>
  ids.some((id) => listed.has(identityKey(id)));

/** An entry that tells only when it was updated may have been edited since it was published. */
function datesAgree({ entry }: Candidate, { published, updated }: Entry): boolean {
  if (entry.published !== null) return isSameDay(entry.published, published);
  return entry.updated === null || [published, updated].some((date) => isSameDay(entry.updated, date));
}

/**
 * Another source's entry is the candidate too: an IRI as id, a title and a link but for its query: chance
 * gives no two posts all three.
 */
export function isSamePost({ identity, entry }: Candidate, { url, title, copyOf }: Entry): boolean {
  if (copyOf !== null || url === null || entry.url === null) return false;
  const page = hostAndPath(url);
  return (
    isIri(identity) &&
    entry.title !== null &&
    entry.title === title &&
    page !== null &&
    page === hostAndPath(entry.url)
  );
}
