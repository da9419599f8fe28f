import { describe, expect, test } from 'vitest';
import { entryRecord } from '../../../src/publish/feeds/record.js';
import { post, site, url } from '../pages/site.js';

const record = (over: Parameters<typeof post>[0]) =>
  entryRecord(site(), new Map([['ffi', 'FFI']]), post(over));

describe('an entry', () => {
  test.each([
    [null, null],
    ['en', 'en'],
    ['EN_us', 'en-US'],
    ['zh-hans', 'zh-Hans'],
    ['English (US)', null],
    ['', null],
  ])('language %j is %j', (given, language) => expect(record({ language: given }).language).toBe(language));

  test.each([
    ['its own', 'audio/ogg', 'https://a.example/x.mp3', 'audio/ogg'],
    ['guessed where there is none', null, 'https://a.example/x.mp3?y=1', 'audio/mpeg'],
    ['guessed where it is no media type', 'audio', 'https://a.example/x.png', 'image/png'],
    ['bytes where nothing tells', null, 'https://a.example/x', 'application/octet-stream'],
  ])('type of an enclosure: %s', (_name, type, at, expected) => {
    const enclosure = { url: url(at), type, length: null, title: null, duration: null };
    expect(record({ enclosures: [enclosure] }).enclosures[0]?.type).toBe(expected);
  });

  test('tags carry their titles', () => {
    expect(record({ tags: ['ffi', 'once-was'] }).tags).toEqual([
      { slug: 'ffi', title: 'FFI' },
      { slug: 'once-was', title: 'once-was' },
    ]);
  });
});
