/** What a text is most like first, by ISO 639-3, each with how like it is beside the first: from 0 to 1. */
type Compare = (text: string) => readonly (readonly [code: string, likeness: number])[];

let compare: Compare | null = null;

/** Loads what tells languages apart, 100 KB that most configurations never ask for. */
export async function loadLanguages(): Promise<void> {
  compare ??= (await import('franc-min')).francAll;
}

/** Of fewer letters the guess is often wrong. */
const LEAST_LETTERS = 100;
/** More say no more, and cost as much again. */
const MOST_CHARACTERS = 500;
/**
 * How like the text the second language may be. Prose of 130 letters has its own neighbour at 0.84 at most
 * (Dutch beside German); a program or a list of names is nearly as much of one language as of another (0.9 to
 * 1), and so are languages of which franc-min has but the neighbours.
 */
const CLEAR = 0.87;

/** Languages that are tagged by what they are a kind of; the others have one code only, or Intl knows. */
const TAGS: Readonly<Record<string, string>> = { fuv: 'ff', pbu: 'ps', tgl: 'tl', zlm: 'ms' };

/**
 * The language that a text is written in, by the frequency of its threes of letters (BCP 47); null where it
 * has fewer than 100 letters, or where another language is nearly as likely. Throws a TypeError before
 * `loadLanguages`.
 */
export function detectLanguage(text: string): string | null {
  if (compare === null) throw new TypeError('languages are told apart before they were loaded');
  const sample = text.slice(0, MOST_CHARACTERS);
  if ((sample.match(/\p{L}/gu)?.length ?? 0) < LEAST_LETTERS) return null;
  const [first, second] = compare(sample);
  if (first === undefined || first[0] === 'und' || (second !== undefined && second[1] > CLEAR)) return null;
  return TAGS[first[0]] ?? Intl.getCanonicalLocales(first[0])[0] ?? null;
}
