import { describe, expect, test } from 'vitest';
import { compileRules, NO_SOURCE, type Subject } from '../../src/classify/index.js';
import type { TermSpec } from '../../src/config/config.js';
import { rules, subject, tag } from './rules.js';

/** Whether an entry holds the term; a string is its text. */
function holds(
  term: TermSpec,
  entry: string | Partial<Subject>,
  more: Parameters<typeof rules>[1] = {},
): boolean {
  const fields = typeof entry === 'string' ? { html: entry } : entry;
  const { tags } = compileRules(rules([tag('t', { match: [term] })], more)).classify(
    subject(fields),
    NO_SOURCE,
  );
  return tags.length === 1;
}

type Row = readonly [term: TermSpec, entry: string | Partial<Subject>, expected: boolean];
const name = '%j in %j: %j';

describe('words are whole', () => {
  test.each<Row>([
    ['ffi', 'FFI without tears', true],
    ['ffi', 'an efficient sort', false],
    ['ffi', 'Daffiness', false],
    ['rust', 'trust', false],
    ['rust', 'rusty', false],
    ['rust', '“Rust”, (rust)!', true],
    ['rust', 'rust2018', false],
    ['2018', 'rust 2018', true],
  ])(name, (term, entry, expected) => expect(holds(term, entry)).toBe(expected));
});

describe('everything but letters and digits separates', () => {
  test.each<Row>([
    ['no_std', '#![no_std]', true],
    ['no_std', 'no-std', true],
    ['no_std', 'no std', true],
    ['no-std', 'no\nstd', true],
    ['no std', 'nostd', false],
    ['async/await', 'async and await', false],
    ['async/await', 'async/await', true],
    ['#[no_mangle]', 'put #[no_mangle] on it', true],
    ['std::mem', 'use std::mem::swap', true],
    ['Vec<T>', 'a Vec&lt;T>', true],
    ["don't", 'don’t panic', true],
    ["rust's reach", 'Rust’s Reach', true],
    ['ci/cd', 'CI / CD', true],
    ['rust', '🦀rust🦀', true],
    ['foo', 'foo\u200bbar', true],
  ])(name, (term, entry, expected) => expect(holds(term, entry)).toBe(expected));
});

describe('+ and # after a word belong to it, a . before it does after a space', () => {
  test.each<Row>([
    ['c', 'C++ and C#', false],
    ['c', 'C, the language', true],
    ['c++', 'C++', true],
    ['c++', 'plain C', false],
    ['c++', 'C++17', true],
    ['c++17', 'C++17', true],
    ['c++17', 'C++ 17', true],
    ['c++14', 'C++17', false],
    ['c#', '(C#)', true],
    ['c#', 'C# 8', true],
    ['f#', 'from F#.', true],
    ['g++', 'g++ -O2', true],
    ['.net', '.NET Core', true],
    ['.net', 'on .NET', true],
    ['.net', '(.NET)', true],
    ['.net', 'readrust.net', false],
    ['.net', 'asp.net', false],
    ['net', 'readrust.net', true],
    ['net', 'on .NET', false],
    ['.await', 'the <code>.await</code> syntax', true],
    ['node.js', 'Node.js', true],
    ['node.js', 'node js', true],
    ['rust', 'rust+wasm', true],
    ['wasm', 'rust+wasm', true],
    ['rust', 'and so on...rust', true],
    ['c++', 'C/C++', true],
    ['c', 'C/C++', true],
  ])(name, (term, entry, expected) => expect(holds(term, entry)).toBe(expected));
});

describe('phrases are consecutive words of one field', () => {
  test.each<Row>([
    ['foreign function interface', 'a foreign\n  function   interface', true],
    ['foreign function interface', 'a foreign and function interface', false],
    ['foreign function', 'function foreign', false],
    ['a a b', 'a a a b', true],
    ['borrow checker', '<p>borrow</p><p>checker</p>', true],
    ['borrow checker', { title: 'borrow', html: 'checker' }, false],
    ['category:embedded systems', { categories: ['embedded', 'systems'] }, false],
    ['category:embedded systems', { categories: ['web', 'Embedded Systems'] }, true],
    ['author:ann lee', { authors: ['Ann', 'Lee'] }, false],
  ])(name, (term, entry, expected) => expect(holds(term, entry)).toBe(expected));
});

describe('case and accents are folded, by no locale', () => {
  test.each<Row>([
    ['naive', 'a naïve sort', true],
    ['naïve', 'NAIVE', true],
    ['café', 'cafe\u0301', true],
    ['cafe\u0301', 'CAFÉ', true],
    ['istanbul', 'İSTANBUL', true],
    ['istanbul', 'ISTANBUL', true],
    ['ısı', 'ISI', false],
    ['ısı', 'ısı', true],
    ['straße', 'STRAẞE', true],
    ['straße', 'Straße', true],
    ['masse', 'Maße', false],
    ['σοφος', 'ΣΟΦΟΣ', true],
    ['елка', 'Ёлка', true],
    ['financial', 'ﬁnancial', true],
    ['rust', 'ＲＵＳＴ', true],
    ['rust', 'Rust™ is', true],
    ['microcontroller', 'micro\u00adcontroller', true],
    ['शिक्षा', 'शिक्षा', true],
  ])(name, (term, entry, expected) => expect(holds(term, entry)).toBe(expected));
});

describe('Han, Hiragana and Thai characters are words of their own, a run of Katakana is one', () => {
  test.each<Row>([
    ['rust', '使用Rust编写', true],
    ['rust', 'Rustでカーネルを書く', true],
    ['c#', 'C#を使う', true],
    ['データ', '大データ型', true],
    ['データ', 'デタ', false],
    ['データ', 'データベースを作る', false],
    ['データ*', 'データベースを作る', true],
    ['ラスト', 'コントラスト', false],
    ['コンパイラ', '新しいコンパイラ・リンカ', true],
    ['コンパイラ リンカ', '新しいコンパイラ・リンカ', true],
    ['サーバ', 'サーバー', false],
    ['データ', 'ﾃﾞｰﾀを', true],
    ['らーめん', 'らーめん', true],
    ['テスト', 'Rustテスト', true],
    ['ソースコード', 'ソース コード', false],
    ['编写', '使用Rust编写', true],
    ['编写', '编。写', true],
    ['wasm', 'ภาษาWasmและ', true],
    ['rust', 'Rust는 좋다', true],
    ['러스트', '러스트 언어', true],
    ['が', 'か', false],
    ['𠮷野家', '今日は𠮷野家へ', true],
  ])(name, (term, entry, expected) => expect(holds(term, entry)).toBe(expected));
});

describe('summary and content are both looked at', () => {
  test.each([
    ['the content', { html: 'ffi', summary: 'In short.' }, true],
    ['the summary', { html: 'The long story.', summary: '<b>ffi</b>' }, true],
    ['a summary alone', { summary: 'ffi' }, true],
    ['both, which counts once', { html: 'ffi', summary: 'More on ffi.' }, true],
    ['no phrase runs from one into the other', { html: 'is foreign', summary: 'function, is it' }, false],
    ['code of the summary is code', { html: 'x', summary: '<pre>ffi</pre>' }, false],
  ])('%s', (_name, fields, expected) => {
    const set = rules([tag('a', { match: ['ffi', 'foreign function'] })]);
    const told = compileRules(set).explain(subject(fields), NO_SOURCE).tags;
    expect(told.map(({ tag: slug, points }) => [slug, points])).toEqual(expected ? [['a', 1]] : []);
  });
});

describe('what is text', () => {
  test.each<Row>([
    [
      'foo',
      '<p class="foo" title="foo" data-x="foo"><a href="/foo">x</a><img alt="foo" src="foo.png"></p>',
      false,
    ],
    ['foo', '<script>foo</script><style>.foo{}</style><!-- foo --><template>foo</template>', false],
    ['foo', '<pre>foo</pre>', false],
    ['foo', '<pre><code>foo</code></pre>', false],
    ['foo', 'inline <code>foo</code>', true],
    ['code:foo', '<pre><code>foo()</code></pre>', true],
    ['code:foo', 'inline <code>foo</code>', false],
    ['foobar', 'foo<b>bar</b>', true],
    ['foobar', 'foo<br>bar', false],
    ['foobar', '<li>foo</li><li>bar</li>', false],
    ['foobar', 'foo<wbr>bar', true],
    ['foo', 'foo<sup>1</sup>', true],
    ['unsafe', '<h2>Unsafe<a href="#unsafe">#</a></h2>', true],
    ['café', 'caf&eacute;', true],
    ['foo', '&lt;script>foo&lt;/script>', true],
    ['a&b', 'a&amp;b', true],
  ])(name, (term, entry, expected) => expect(holds(term, entry)).toBe(expected));
});

describe('fields', () => {
  const entry = {
    title: 'Blinking',
    html: '<p>gpio</p><pre>loop {}</pre>',
    categories: ['Micro Controllers'],
    url: 'https://blog.rust-embedded.org/2019/caf%C3%A9/led-blink',
    authors: ['Ann Lee'],
    source: 'Cold Start',
  };
  test.each<Row>([
    ['blinking', entry, true],
    ['title:blinking', entry, true],
    ['text:blinking', entry, false],
    ['text:gpio', entry, true],
    ['title:gpio', entry, false],
    ['category:micro controllers', entry, true],
    ['micro controllers', entry, false],
    ['url:led-blink', entry, true],
    ['url:café', entry, true],
    ['host:rust-embedded.org', entry, true],
    ['host:embedded', entry, true],
    ['host:led', entry, false],
    ['author:lee', entry, true],
    ['lee', entry, false],
    ['source:cold start', entry, true],
    ['code:loop', entry, true],
    [{ any: ['blinking'], in: ['text', 'url'] }, entry, false],
    [{ any: ['led'], in: ['text', 'url'] }, entry, true],
    [{ any: ['title:blinking'], in: ['text'] }, entry, true],
    ['url:x', { url: 'not a url %E0%A4%A' }, false],
  ])(name, (term, fields, expected) => expect(holds(term, fields)).toBe(expected));
});

describe('prefixes, case, regular expressions', () => {
  test.each<Row>([
    ['microcontroller*', 'Microcontrollers', true],
    ['microcontroller*', 'microcontroller', true],
    ['microcontroller*', 'micro', false],
    ['clean build*', 'a clean building', true],
    ['clean build*', 'cleaner builds', false],
    ['c++*', 'C++17', true],
    ['deserialisation-of-everything-there-is*', 'deserialisation of everything there isn’t', true],
    [`${'x'.repeat(40)}*`, 'x'.repeat(50), true],
    [`${'x'.repeat(40)}*`, 'x'.repeat(39), false],
    ['case:Go', 'from Go to Rust', true],
    ['case:Go', 'how to go from', false],
    ['case:Go', 'GO', false],
    ['case:Go', 'go, then Go', true],
    ['title:case:Go', { title: 'Go' }, true],
    ['title:case:Go', { title: 'go', html: 'Go' }, false],
    ['case:é', 'É', false],
    ['case:CI*', 'CIs', true],
    ['case:CI*', 'cinema', false],
    ['/rust 20(18|19)/i', 'Rust 2019', true],
    ['/rust 20(18|19)/', 'Rust 2019', false],
    ['/\\p{Lu}{3}/u', 'an FFI', true],
    ['title:/^\\d+$/', { title: '42', html: 'x' }, true],
    ['title:/^\\d+$/', { title: 'x', html: '42' }, false],
    ['/🦀/u', 'I ♥ 🦀', true],
    ['/naive/', 'naïve', true],
    ['/(?<!not )safe/', 'not safe', false],
  ])(name, (term, entry, expected) => expect(holds(term, entry)).toBe(expected));
});

describe('*word is the end of a word, *word* any part of one', () => {
  test.each<Row>([
    ['*schutz', 'Neues vom Datenschutz', true],
    ['*schutz', 'Schutz', true],
    ['*schutz', 'Datenschutzes', false],
    ['*schutz', 'schutzlos', false],
    ['*daten*', 'Personendatenbank', true],
    ['*daten*', 'Daten', true],
    ['*daten*', 'Metadaten', true],
    ['*daten*', 'Datum', false],
    ['*daten*', 'da ten', false],
    ['neuer *schutz', 'ein neuer Datenschutz', true],
    ['neuer *schutz', 'ein alter Datenschutz', false],
    ['neue *daten*', 'neue Metadatenbank', true],
    ['*grün', 'Wiesengrün', true],
    ['*بيانات', 'حماية البيانات', true],
    ['*بيانات', 'وبالبيانات', true],
    ['*ab', 'abababab', true],
    ['*ab*', 'xabababx', true],
    ['*schutz', { html: '', title: 'Klimaschutz' }, true],
    ['url:*schutz', { url: 'https://a.example/klimaschutz/' }, true],
    [`*${'a'.repeat(40)}`, `b${'a'.repeat(40)}`, true],
    [`*${'a'.repeat(40)}*`, `b${'a'.repeat(40)}c`, true],
    [`*${'a'.repeat(41)}*`, `b${'a'.repeat(40)}c`, false],
  ])(name, (term, entry, expected) => expect(holds(term, entry)).toBe(expected));

  test('all that one word ends with or has in it', () => {
    const terms = [
      '*schutz',
      '*utz',
      '*tenschutz',
      '*dat*',
      '*aten*',
      '*da*',
      'datenschutz',
      'daten*',
      '*en',
    ];
    const classifier = compileRules(rules(terms.map((term, n) => tag(`t${n}`, { match: [term] }))));
    expect(classifier.classify(subject({ html: 'Datenschutz' }), NO_SOURCE).tags).toEqual([
      't0',
      't1',
      't2',
      't3',
      't4',
      't5',
      't6',
      't7',
    ]);
  });
  test('of a text full of them its cost is that of its length', () => {
    const terms = Array.from({ length: 60 }, (_none, n) => `*${'a'.repeat(n + 2)}*`);
    const classifier = compileRules(rules([tag('t', { match: terms })]));
    const entry = subject({ html: 'a'.repeat(400_000) });
    expect(classifier.classify(entry, NO_SOURCE).tags).toEqual(['t']);
  });
});

describe('combinations', () => {
  test.each<Row>([
    [{ any: ['a', 'b'] }, 'b', true],
    [{ all: ['a', 'b'] }, 'b', false],
    [{ all: ['a', 'b'] }, { title: 'a', html: 'b' }, true],
    [{ all: ['a'], not: ['b'] }, 'a b', false],
    [{ all: ['a'], not: ['b'] }, 'a', true],
    [{ not: ['a'] }, 'b', true],
    [{ not: ['a'] }, '', true],
    [{ not: ['a'] }, 'a', false],
    [{ any: ['a', { all: ['b', { not: ['c'] }] }] }, 'b', true],
    [{ any: ['a', { all: ['b', { not: ['c'] }] }] }, 'b c', false],
  ])(name, (term, entry, expected) => expect(holds(term, entry)).toBe(expected));
});

describe('plurals, where a tag asks for them', () => {
  test.each<Row>([
    ['macro', 'macros', true],
    ['macros', 'a macro', true],
    ['library', 'libraries', true],
    ['libraries', 'a library', true],
    ['cache', 'caches', true],
    ['gpus', 'a GPU', true],
    ['box', 'boxes', true],
    ['class', 'classes', true],
    ['proc macro', 'proc macros', true],
    ['proc macro', 'procs macro', false],
    ['case:CI', 'CIs', true],
    ['case:CI', 'cis', false],
  ])(name, (term, entry, expected) => {
    expect(holds(term, entry, { classify: { plurals: true } })).toBe(expected);
  });
  test('not otherwise', () => expect(holds('macro', 'macros')).toBe(false));
});

test('text that has been read already is not read again', () => {
  const entry = { html: '<p>read anew</p>', shown: { content: { text: 'On ffi', code: '' }, summary: null } };
  expect([holds('ffi', entry), holds('anew', entry)]).toEqual([true, false]);
});
