import { describe, expect, test } from 'vitest';
import { directionOf, directionOfLanguage, languageOf } from '../../../src/publish/pages/language.js';

describe('directionOf: the first letter decides', () => {
  test.each([
    ['Calling C', 'ltr'],
    ['استدعاء مكتبة C', 'rtl'],
    ['ב-2026', 'rtl'],
    ['2026: «Rust» בעברית', 'ltr'],
    ['从零开始', 'ltr'],
    ['123 🦀 !?', null],
    ['', null],
  ])('%s', (text, expected) => expect(directionOf(text)).toBe(expected));
});

describe('directionOfLanguage', () => {
  test.each([
    ['en', 'ltr'],
    ['ar', 'rtl'],
    ['fa-IR', 'rtl'],
    ['he', 'rtl'],
    ['ur', 'rtl'],
    ['az-Arab', 'rtl'],
    ['az', 'ltr'],
    ['zh-Hans', 'ltr'],
    ['no language', 'ltr'],
  ])('%s', (language, expected) => expect(directionOfLanguage(language)).toBe(expected));
});

describe('languageOf', () => {
  const arabic = 'استدعاء مكتبة';
  test.each([
    ['the site’s language needs no saying', 'Calling C', 'en', 'en', null],
    ['nor does a region of it', 'Calling C', 'en-GB', 'en', null],
    ['nothing claimed, nothing said', 'Calling C', null, 'en', null],
    ['another language', 'Panik an der Grenze', 'de', 'en', 'de'],
    ['in its canonical form', 'Panik an der Grenze', 'DE-at', 'en', 'de-AT'],
    ['another script is another language', '從零開始寫程式', 'zh-TW', 'zh-CN', 'zh-TW'],
    ['a claim that the letters contradict', arabic, 'en', 'en', ''],
    ['no claim, and letters that the site’s language has not', arabic, null, 'en', ''],
    ['a claim that fits', arabic, 'fa', 'en', 'fa'],
    ['a few Latin words are at home everywhere', 'Rust FFI', 'zh-Hans', 'en', 'zh-Hans'],
    ['English on a Chinese site that doesn’t say so', 'Calling C from Rust', null, 'zh-Hans', ''],
    ['too few letters to tell', '123 C', null, 'zh-Hans', null],
    ['no language at all', 'Calling C', 'english please', 'en', null],
    ['an underscore', 'Calling C', 'en_US', 'de', null],
  ])('%s', (_name, text, claimed, site, expected) => expect(languageOf(text, claimed, site)).toBe(expected));
});
