import MiniSearch, { type CombinationOperator, type Query, type SearchResult } from 'minisearch';
import type { SearchList, SearchPost } from '../pages/search-format.js';
import { terms } from './search-terms.js';

/** A post that was found, and the words in it that were meant. */
export interface Hit {
  readonly post: SearchPost;
  readonly terms: ReadonlySet<string>;
}

/** What a query came to. */
export interface Found {
  /** Best match first; equally good ones newest first. */
  readonly hits: readonly Hit[];
  /** Words that nothing has, and the words that were taken for them. */
  readonly corrected: readonly { readonly asked: string; readonly taken: readonly string[] }[];
}

/** The posts that are loaded so far. */
export interface SearchIndex {
  add(posts: readonly SearchPost[], tags: SearchList['tags']): void;
  find(query: string): Found;
}

const BOOST = { title: 4, tags: 3, by: 2, text: 1 };
/** Edits between a word and what was typed: two swapped letters are two. None in words too short to tell. */
const tolerance = (term: string): number => (term.length < 4 ? 0 : term.length < 6 ? 1 : 2);
/** Posts match the beginning of a word from here on: two letters begin half a dictionary. */
const PREFIX_FROM = 3;

/** An index with nothing in it. */
export function createSearchIndex(): SearchIndex {
  const posts = new Map<string, SearchPost>();
  const engine = new MiniSearch<{ id: string }>({
    fields: Object.keys(BOOST),
    tokenize: terms,
    processTerm: (term) => term,
    searchOptions: { boost: BOOST },
  });
  return {
    add(added, tags) {
      const fresh = added.filter(({ id }) => !posts.has(id));
      for (const post of fresh) posts.set(post.id, post);
      engine.addAll(fresh.map((post) => document(post, tags)));
    },
    find(query) {
      const asked = [...new Set(terms(query))];
      if (asked.length === 0) return { hits: [], corrected: [] };
      const exact = asked.map((term) => engine.search(queryFor(term, false)).length > 0);
      const combined = {
        combineWith: 'AND' as CombinationOperator,
        queries: asked.map((term, i) => queryFor(term, !exact[i])),
      };
      const hits = engine.search(combined).flatMap((result) => hit(result, posts));
      return {
        hits: hits.sort(bestFirst).map(({ post, terms }) => ({ post, terms })),
        corrected: corrections(engine, asked, exact),
      };
    },
  };
}

function document({ id, title, text, by, from, tags }: SearchPost, names: SearchList['tags']) {
  return {
    id,
    title,
    text,
    by: [...(by ?? []), from].join(' '),
    tags: tags.map((slug) => `${slug} ${names[slug]?.title ?? ''}`).join(' '),
  };
}

const queryFor = (term: string, mistyped: boolean): Query => ({
  queries: [term],
  prefix: [...term].length >= PREFIX_FROM,
  fuzzy: mistyped ? tolerance(term) : false,
});

function hit(
  result: SearchResult,
  posts: ReadonlyMap<string, SearchPost>,
): (Hit & { readonly score: number })[] {
  const post = posts.get(String(result.id));
  return post ? [{ post, terms: new Set(result.terms), score: result.score }] : [];
}

type Scored = Hit & { readonly score: number };

const bestFirst = (a: Scored, b: Scored): number =>
  b.score - a.score || (a.post.date < b.post.date ? 1 : a.post.date > b.post.date ? -1 : 0);

function corrections(
  engine: MiniSearch<{ id: string }>,
  asked: readonly string[],
  exact: readonly boolean[],
): Found['corrected'] {
  return asked.flatMap((term, i) => {
    if (exact[i]) return [];
    const results = engine.search(queryFor(term, true));
    return results.length === 0
      ? []
      : [{ asked: term, taken: mostFrequent(results.flatMap((result) => result.terms)) }];
  });
}

/** Up to three words are named; more would be no help. */
function mostFrequent(words: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3)
    .map(([word]) => word);
}
