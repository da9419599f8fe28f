import { expect, test } from 'vitest';
import { languageTag } from '../../src/text/language-tag.js';

test.each([
  ['en', 'en'],
  ['EN-us', 'en-US'],
  ['iw', 'he'],
  ['en_us', null],
  ['English, please', null],
  ['', null],
])('%j as a language tag: %j', (text, tag) => expect(languageTag(text)).toBe(tag));
