import type { Config } from '../config/config.js';
import type { Finding } from '../config/json/locate.js';
import type { Problem } from '../config/json/problem.js';
import { counted, figure, listed } from '../model/words.js';
import { readWords } from '../publish/site/read-theme.js';
import { missingWords, wordsOf } from '../publish/words/languages.js';
import { type Places, themeOf } from './site.js';

/** What is to be said of the words of a site. */
export interface WordsCheck {
  /** In the theme's words.json. */
  readonly problems: readonly Problem[];
  /** In feeds.json. */
  readonly findings: readonly Finding[];
}

/** Missing words that are named; of more the first. */
const NAMED = 12;

/** Holds the words of a site against all that its pages and feeds say. Changes nothing. */
export async function checkWords(
  options: Pick<Places, 'config'>,
  { site: { language } }: Pick<Config, 'site'>,
): Promise<WordsCheck> {
  const own = await readWords(themeOf(options.config));
  const missing = missingWords(language, own.words);
  const isSpoken = Object.keys({ ...wordsOf(language), ...own.words }).length > 0;
  const finding: Finding = {
    path: ['site', 'language'],
    atKey: false,
    message: isSpoken
      ? `${counted(missing.length, 'word')} of pages and feeds ${missing.length === 1 ? 'is' : 'are'} in English: ${named(missing)}`
      : `pages and feeds have no words in ${JSON.stringify(language)} and are in English`,
    help: 'theme/words.json can have them; docs/theme.md says how',
  };
  return { problems: own.problems, findings: missing.length === 0 ? [] : [finding] };
}

function named(words: readonly string[]): string {
  const rest = words.length - NAMED;
  const names = words.slice(0, rest > 0 ? NAMED : undefined).map((word) => JSON.stringify(word)); // one is "and"
  return listed(rest > 0 ? [...names, `${figure(rest)} more`] : names, 'and');
}
