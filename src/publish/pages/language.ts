import { languageTag } from '../../text/language-tag.js';

/**
 * Languages and directions of hostile text, so that each post is read, spoken and set as its author meant it.
 */

export type Direction = 'ltr' | 'rtl';

/** Scripts of ISO 15924 that run from right to left and are in use today. */
const RIGHT_TO_LEFT = new Set([
  'Adlm',
  'Arab',
  'Hebr',
  'Mand',
  'Mend',
  'Nkoo',
  'Rohg',
  'Samr',
  'Syrc',
  'Thaa',
  'Yezi',
]);
const FIRST_STRONG = /\p{L}/u;
const RTL_LETTER =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Mandaic}\p{Script=Samaritan}\p{Script=Mende_Kikakui}\p{Script=Hanifi_Rohingya}\p{Script=Yezidi}]/u;

/**
 * Direction of a text by its first letter (Unicode Bidirectional Algorithm, P2 and P3); null where it has
 * none.
 */
export function directionOf(text: string): Direction | null {
  const letter = FIRST_STRONG.exec(text)?.[0];
  if (letter === undefined) return null;
  return RTL_LETTER.test(letter) ? 'rtl' : 'ltr';
}

/** Direction in which a language (BCP 47) is written; left to right where it is unknown. */
export function directionOfLanguage(language: string): Direction {
  return RIGHT_TO_LEFT.has(scriptOf(language) ?? '') ? 'rtl' : 'ltr';
}

/**
 * The `lang` of a text: null where it is the site's. Feeds often claim `en` whatever they are written in, so
 * a claim that the letters contradict becomes `''`, which HTML defines as "unknown".
 */
export function languageOf(text: string, claimed: string | null, site: string): string | null {
  const own = claimed === null ? null : languageTag(claimed);
  const effective = own ?? site;
  const latin = mostlyLatin(text);
  if (latin !== null && !latin && scriptOf(effective) === 'Latn') return '';
  if (own !== null) return sameTongue(own, site) ? null : own;
  return latin && scriptOf(site) !== 'Latn' ? '' : null;
}

/**
 * Alike except for the region: `en-GB` is no other language than `en`, `zh-TW` is written otherwise than
 * `zh-CN`.
 */
const sameTongue = (a: string, b: string): boolean =>
  a.split('-', 1)[0] === b.split('-', 1)[0] && scriptOf(a) === scriptOf(b);

const scripts = new Map<string, string | undefined>();
/** Feeds may claim anything, so what is remembered has an end. */
const REMEMBERED = 500;

/**
 * ISO 15924: the script that a language is written in most. Remembered: `Intl.Locale` is slow, and languages
 * are few.
 */
function scriptOf(language: string): string | undefined {
  if (scripts.has(language)) return scripts.get(language);
  const tag = languageTag(language);
  const script = tag === null ? undefined : new Intl.Locale(tag).maximize().script;
  if (scripts.size >= REMEMBERED) scripts.clear();
  scripts.set(language, script);
  return script;
}

/** As much of a text as is looked at to tell its script. */
const SAMPLE = 300;
const ASCII = /^[\0-\x7f]*$/;
const FOUR_LETTERS = /(?:[a-z][^a-z]*){4}/i;

/** Null where there are too few letters to tell. */
function mostlyLatin(text: string): boolean | null {
  const sample = text.slice(0, SAMPLE);
  if (ASCII.test(sample)) return FOUR_LETTERS.test(sample) ? true : null;
  if (hasMoreAsciiLetters(sample)) return true;
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters < 4 ? null : latin * 2 >= letters;
}

/**
 * Four letters and as many as there is of anything else but ASCII: then half of all are Latin, whatever that
 * is.
 */
function hasMoreAsciiLetters(text: string): boolean {
  let letters = 0;
  let others = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) others += 1;
    else if ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a) letters += 1;
  }
  return letters >= 4 && letters >= others;
}
