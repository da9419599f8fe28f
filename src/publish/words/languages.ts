import type { Site } from '../../config/config.js';
import { directionOfLanguage } from '../pages/language.js';
import { ar } from './ar.js';
import { de } from './de.js';
import { searchWords, siteWords } from './en.js';
import { english } from './english.js';
import type { OwnWords } from './own-words.js';
import { createSpeech, type Speech } from './speech.js';
import type { SearchKey, SomeWords, WordKey, Words } from './words.js';

/** The languages that pages speak. A new one is a file and a line here. */
export const LANGUAGES: Readonly<Record<string, Words>> = { en: english, de, ar };

/** The words of a language: `de-AT` has those of `de`; none where nobody has written any. */
export function wordsOf(language: string): SomeWords {
  const tongue = language.split('-', 1)[0]?.toLowerCase() ?? '';
  return Object.hasOwn(LANGUAGES, tongue) ? (LANGUAGES[tongue] ?? {}) : {};
}

/** The words that a site would say in English though it speaks another language. */
export function missingWords(language: string, own: SomeWords): readonly WordKey[] {
  const words = { ...wordsOf(language), ...own };
  return (Object.keys(english) as WordKey[]).filter((key) => words[key] === undefined);
}

/** How a site speaks: in the words of its language, those of its theme before them. */
export function siteSpeech(
  { language }: Pick<Site, 'language'>,
  { words }: { readonly words: OwnWords },
): Speech {
  const own = { ...wordsOf(language), ...words.words };
  return createSpeech(english, { language, own }, directionOfLanguage(language));
}

/** For what its operator reads, whatever the language of the site. */
export const ENGLISH: Speech = createSpeech(english, { language: 'en', own: {} }, 'ltr');

const SITE_KEYS = Object.keys(siteWords) as (keyof typeof siteWords)[];
const SEARCH_KEYS = Object.keys(searchWords) as SearchKey[];

/**
 * What the scripts of a page have to be told of its words, as JSON; null where they know all, as in English.
 */
export function wordsForScripts(
  { language }: Pick<Site, 'language'>,
  { words }: { readonly words: OwnWords },
  isSearch: boolean,
): string | null {
  const own: SomeWords = { ...wordsOf(language), ...words.words };
  const told = [...SITE_KEYS, ...(isSearch ? SEARCH_KEYS : [])].filter((key) => own[key] !== undefined);
  const isEnglish = told.every((key) => own[key] === english[key]);
  return isEnglish ? null : JSON.stringify(Object.fromEntries(told.map((key) => [key, own[key]])));
}
