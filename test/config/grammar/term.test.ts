import { describe, expect, test } from 'vitest';
import type { TermSpec } from '../../../src/config/config.js';
import { parseTerm } from '../../../src/config/grammar/term.js';

describe('what can be read', () => {
  test.each<[TermSpec, object]>([
    ['no_std', { kind: 'phrase', fields: null, words: ['no', 'std'], cased: null, form: 'word' }],
    ['title:stm32', { kind: 'phrase', fields: ['title'], words: ['stm32'] }],
    ['host:blog.rust-embedded.org', { fields: ['host'], words: ['blog', 'rust', 'embedded', 'org'] }],
    ['std::mem', { fields: null, words: ['std', 'mem'] }],
    ['https://example.org', { fields: null, words: ['https', 'example', 'org'] }],
    ['case:Go', { words: ['go'], cased: ['Go'] }],
    ['title:case:Go', { fields: ['title'], cased: ['Go'] }],
    ['text: clean build* ', { fields: ['text'], words: ['clean', 'build'], form: 'prefix' }],
    ['*schutz', { words: ['schutz'], form: 'suffix' }],
    ['title:neue *daten*', { fields: ['title'], words: ['neue', 'daten'], form: 'part' }],
    ['lang:pt-BR', { kind: 'language', range: 'pt-br' }],
    ['lang: de', { kind: 'language', range: 'de' }],
    ['tag:wasm', { kind: 'tag', slug: 'wasm' }],
    ['tag: C++ ', { kind: 'tag', slug: 'cpp' }],
    [{ any: ['tag:wasm'], in: ['title'] }, { any: [{ kind: 'tag', slug: 'wasm' }] }],
    ['C++', { words: ['c++'] }],
    ['.NET', { words: ['.net'] }],
    ['title:.NET', { words: ['.net'] }],
    ['Ünïcode', { words: ['unicode'] }],
    ['/a(b|c)/iu', { kind: 'pattern', fields: null, source: '/a(b|c)/iu' }],
    ['code:/fn\\s+main/', { kind: 'pattern', fields: ['code'] }],
    ['a/b', { kind: 'phrase', words: ['a', 'b'] }],
    [
      { any: ['a'], weight: 2 },
      { kind: 'combination', weight: 2, any: [{ words: ['a'], fields: null }] },
    ],
    [{ all: ['a', 'title:b'], in: ['text'] }, { all: [{ fields: ['text'] }, { fields: ['title'] }] }],
    [{ not: ['a'] }, { not: [{ words: ['a'] }] }],
  ])('%j', (spec, expected) => {
    expect(parseTerm(spec)).toMatchObject({ ok: true, term: expected });
  });
});

describe('what can’t, where it is and what to write instead', () => {
  test.each<[TermSpec, readonly (string | number)[], RegExp, RegExp | null]>([
    ['', [], /never match/, null],
    ['🦀', [], /never match/, /regular expression/],
    ['title:', [], /never match/, null],
    ['micro*controller', [], /star/, /regular expression/],
    ['*m', [], /2 letters/, null],
    ['*m*', [], /2 letters/, null],
    ['*no_std', [], /before one word/, /regular expression/],
    ['*neue gesetze', [], /star/, null],
    ['case:*Schutz', [], /how a word begins/, /regular expression/],
    ['schutz**', [], /star/, null],
    ['foo *', [], /star/, null],
    ['lang:german', [], /no language: "german"/, /lang:de/],
    ['lang:', [], /no language/, null],
    ['lang:*', [], /no language/, null],
    ['tag:', [], /no tag: ""/, /tag:wasm/],
    ['tag:*', [], /no tag/, null],
    ['case:title:Go', [], /before "case:"/, /title:case:/],
    ['/(i?)ffi(/', [], /regular expression/, /\(\?i\)/],
    ['/ffi(/', [], /missing closing \)/, null],
    ['/(a|b', [], /never ends/, /slash/],
    ['/a/g', [], /flag "g"/, /i, m, s and u/],
    ['/a/ii', [], /twice/, null],
    ['/a*/', [], /empty text/, null],
    ['/*.rs/', [], /regular expression/, /\\\*/],
    ['/(?=a)b/', [], /regular expression/, /look-ahead/],
    ['/(a)\\1/', [], /regular expression/, /back-reference/],
    [`/${'a'.repeat(1001)}/`, [], /more than 1000/, null],
    ['/((((\\w{99}){9}){9}){9})/', [], /too large|repeat/, null],
    [{}, [], /without words/, /"any"/],
    [{ any: [] }, [], /without words/, null],
    [{ any: ['a'], in: [] }, ['in'], /no field/, null],
    [{ any: ['a'], weight: 0 }, ['weight'], /other than 0/, null],
    [{ any: ['a', { all: ['b', '*'] }] }, ['any', 1, 'all', 1], /never match/, null],
    [{ any: [{ any: ['a'], weight: 2 }] }, ['any', 0, 'weight'], /whole term/, null],
  ])('%j', (spec, path, message, help) => {
    const parsed = parseTerm(spec);
    if (parsed.ok) expect.unreachable('it can be read');
    expect(parsed.path).toEqual(path);
    expect(parsed.message).toMatch(message);
    if (help !== null) expect(parsed.help).toMatch(help);
  });
});
