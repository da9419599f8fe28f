import { pageWords, searchWords, siteWords } from './en.js';

/** All words in English. Not in `en.ts`, since scripts would then bring all of them to each page. */
export const english = { ...siteWords, ...searchWords, ...pageWords };
