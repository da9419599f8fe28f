import { searchWords } from '../words/en.js';
import { createSpeech, type SearchSpeech } from '../words/speech.js';
import type { SomeWords } from '../words/words.js';

const given = document.body.dataset['words'];
const { lang: language, dir } = document.documentElement;

/** What a script says, in the words that its page hands over. */
export const words: SearchSpeech = createSpeech(
  searchWords,
  { language, own: given === undefined ? {} : (JSON.parse(given) as SomeWords) },
  dir === 'rtl' ? dir : 'ltr',
);
