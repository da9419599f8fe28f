import type { ClassifySettings, TermSpec } from '../../config/config.js';
import { type Phrase, parseTerm, WORD_FIELDS } from '../../config/grammar/term.js';
import { compareText } from '../../model/compare-text.js';
import { SourceGates } from '../judge/gate.js';
import type { Subject } from '../match/subject.js';
import { SHORTEST_BEGINNING, type WantedWords } from '../match/wanted-words.js';

/** What somebody looks for: terms of docs/rules.md, all of which a post has to have. */
export interface Query {
  /** The one way to write it: another order of its terms, or more spaces, is the same query. */
  readonly text: string;
  readonly words: WantedWords;
  /** Whether an entry is meant, by the same matcher as the rules. */
  holds(subject: Subject): boolean;
}

export type QueryResult =
  | { readonly ok: true; readonly query: Query }
  /** In words for whoever asked. */
  | { readonly ok: false; readonly problem: string };

/** Readers ask by address, as often as they like: what they ask has to be small. */
const MOST_TERMS = 8;
const MOST_CHARACTERS = 200;

/**
 * Reads `ffi "foreign function interface" title:stm32 -web`. What is wrong is a value. Nothing of a regular
 * expression is compiled.
 */
export function parseQuery(text: string, settings: ClassifySettings): QueryResult {
  const refused = (problem: string): QueryResult => ({ ok: false, problem });
  if ([...text].length > MOST_CHARACTERS)
    return refused(`a search has at most ${MOST_CHARACTERS} characters`);
  const terms = distinct(termsIn(text));
  if (terms.length > MOST_TERMS) return refused(`a search has at most ${MOST_TERMS} terms`);
  if (!terms.some(({ wanted }) => wanted)) return refused('a search asks for one word at least');
  const whole: string[] = [];
  const beginnings: string[] = [];
  for (const { spec, wanted } of terms) {
    const parsed = parsePhrase(spec);
    if (typeof parsed === 'string') return refused(`“${spec}”: ${parsed}`);
    const last = parsed.words.at(-1) ?? '';
    if (parsed.form === 'suffix' || parsed.form === 'part')
      return refused(`“${spec}”: a star stands only at the end of a word here`);
    const isBeginning = parsed.form === 'prefix';
    if (isBeginning && last.length < SHORTEST_BEGINNING)
      return refused(`“${spec}”: ${SHORTEST_BEGINNING} letters at least stand before a star`);
    if (!wanted) continue;
    whole.push(...(isBeginning ? parsed.words.slice(0, -1) : parsed.words));
    if (isBeginning) beginnings.push(last);
  }
  const query = {
    text: terms.map(written).join(' '),
    words: { whole, beginnings },
    holds: matching(terms, settings),
  };
  return { ok: true, query };
}

interface AskedTerm {
  /** As a rule would have it, without quotes. */
  readonly spec: string;
  /** False where a minus stands before it. */
  readonly wanted: boolean;
}

/** Terms stand apart by spaces, but for those within quotes. */
function termsIn(text: string): readonly AskedTerm[] {
  const terms: AskedTerm[] = [];
  let term = '';
  let quoted = false;
  for (const character of `${text} `) {
    if (character === '"') quoted = !quoted;
    if (quoted || !/\s/u.test(character)) term += character;
    else {
      terms.push(...termOf(term));
      term = '';
    }
  }
  // Of a quote that isn't closed the rest is the phrase.
  return [...terms, ...termOf(term)];
}

/** None of what is but quotes and signs that mean nothing here. */
function termOf(text: string): readonly AskedTerm[] {
  const spec = text
    .replaceAll('"', '')
    .replace(/^[-\s]+/u, '')
    .replace(/\s+/gu, ' ')
    .trim();
  return spec === '' ? [] : [{ spec, wanted: !text.startsWith('-') }];
}

/** In the one order: what is wanted first, each list by the alphabet. */
function distinct(terms: readonly AskedTerm[]): readonly AskedTerm[] {
  const byText = new Map(terms.map((term) => [written(term), term]));
  return [...byText.values()].sort(
    (a, b) => Number(b.wanted) - Number(a.wanted) || compareText(written(a), written(b)),
  );
}

/** Quotes stand round the words alone, behind the field and the case that `parseTerm` reads before them. */
function written({ spec, wanted }: AskedTerm): string {
  const field = WORD_FIELDS.find((name) => spec.startsWith(`${name}:`));
  const inField = field === undefined ? spec : spec.slice(field.length + 1).trim();
  const isCased = inField.startsWith('case:') && !inField.startsWith('case::');
  const words = isCased ? inField.slice('case:'.length).trim() : inField;
  const scope = `${field === undefined ? '' : `${field}:`}${isCased ? 'case:' : ''}`;
  return `${wanted ? '' : '-'}${scope}${words.includes(' ') ? `"${words}"` : words}`;
}

/** The phrase, or what is wrong with it. */
function parsePhrase(spec: string): Phrase | string {
  if (/^(?:[a-z]+:)? ?(?:case:)? ?\//u.test(spec)) return 'regular expressions are not looked for';
  if (spec.startsWith('category:'))
    return 'the blogs’ own categories are not published, so nobody can ask for them';
  const parsed = parseTerm(spec);
  if (!parsed.ok) return parsed.message;
  return parsed.term.kind === 'phrase' ? parsed.term : 'only words are looked for';
}

/** A query is a gate of one combination. */
function matching(terms: readonly AskedTerm[], settings: ClassifySettings): Query['holds'] {
  const those = (wanted: boolean): readonly TermSpec[] =>
    terms.filter((term) => term.wanted === wanted).map(({ spec }) => spec);
  const gate = new SourceGates({ ...settings, plurals: false }).of([{ all: those(true), not: those(false) }]);
  return (subject) => gate.open(subject, () => false, false) !== null;
}
