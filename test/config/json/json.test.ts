import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainValue, readJson } from '../../../src/config/json/json.js';
import { linesOf } from '../../../src/config/json/lines.js';
import { feedsJson, problemsOf } from '../grammar/grammar.js';

describe('a text that is no JSON is one line, at the place of the fault', () => {
  test.each([
    ['an empty file', '', '1:1: error: the file is empty'],
    ['white space', ' \n ', '2:2: error: the file is empty'],
    ['garbage', '\u0000\u0001garbage', '1:1: error: expected an object { … }, found garbage'],
    ['a page', '<!doctype html>', '1:1: error: expected an object { … }, found <!doctype'],
    [
      'a cut file',
      '{\n"site": {',
      '2:10: error: site: the file ends too early; the object that begins in line 2 lacks its }',
    ],
    [
      'a cut list',
      '{"only": [1,',
      '1:13: error: only: the file ends too early; the list that begins in line 1 lacks its ]',
    ],
    ['a cut string', '{"schedule": "* *\n}', '1:14: error: a string without its closing quote'],
    ['a missing comma', '{"site": {}\n"tags": {}}', '2:1: error: a comma is missing before "tags"'],
    ['a missing colon', '{"site" {}}', '1:9: error: a colon is missing before {'],
    [
      'single quotes',
      "{'site': {}}",
      "1:2: error: 'site' stands in single quotes; JSON has double quotes only",
    ],
    [
      'a bare key',
      '{site: {}}',
      '1:2: error: expected a key or a value, found site; keys and text stand in double quotes',
    ],
    [
      'a bare key further on',
      '{"sources": [],\n site: {}}',
      '2:2: error: expected a key or a value, found site; keys and text stand in double quotes',
    ],
    ["another language's word", '{"a": True}', '1:7: error: True is no JSON; write true'],
    [
      'a bare __proto__',
      '{"a": __proto__}',
      '1:7: error: expected a key or a value, found __proto__; keys and text stand in double quotes',
    ],
    [
      'a bare __proto__ as a key',
      '{__proto__: {}}',
      '1:2: error: expected a key or a value, found __proto__; keys and text stand in double quotes',
    ],
    [
      'a bare constructor',
      '{"a": constructor}',
      '1:7: error: expected a key or a value, found constructor; keys and text stand in double quotes',
    ],
    ['no number', '{"a": 1.}', '1:7: error: 1. is no number'],
    ['a leading zero', '{"a": 01}', '1:8: error: a comma is missing before 1'],
    [
      'a raw tab',
      '{"a": "\t"}',
      '1:7: error: a control character inside a string; write \\n for a new line, \\t for a tab',
    ],
    [
      'an unknown escape',
      '{"a": "\\d"}',
      '1:7: error: an escape that JSON does not have; a backslash is written \\\\',
    ],
    [
      'a wrong bracket',
      '{"a": [1}',
      '1:9: error: a: } closes nothing that is open; the list that begins in line 1 lacks its ]',
    ],
    ['more after the end', '{} {}', '1:4: error: { stands after the end of the configuration'],
    ['a word after the end', '{}\n done', '2:2: error: done stands after the end of the configuration'],
    ['a merge conflict', '{\n<<<<<<< HEAD\n}', '2:1: error: a merge conflict was left in the file'],
    ['an open comment', '/* {}', '1:1: error: a comment without its end; close it with */'],
    ['depth', '['.repeat(1_000_000), '1:65: error: nested too deeply'],
  ])('%s', (_name, text, problem) => {
    expect(problemsOf(text)).toEqual([`feeds.json:${problem}`]);
  });
});

describe('what is read past is listed whole', () => {
  test('keys that stand twice, and problems of the grammar', () => {
    const text = `{
"site": { "title": "Planet", "url": "https://planet.example/" },
"sources": [], // none yet
"tags": { "ffi": [], "__proto__": [], "ffi": ["x\\u0007"] },
"shedule": "* * * * *",
}`;
    expect(problemsOf(text)).toEqual([
      'feeds.json:4:22: error: tags.__proto__: the key "__proto__" is not allowed',
      'feeds.json:4:39: error: tags.ffi: the key "ffi" stands twice, first in line 4; only one of them would count; join them or rename one',
      "feeds.json:4:47: error: tags.ffi[0]: the character U+0007 can't be published; take it out",
      'feeds.json:5:1: error: shedule: unknown key "shedule"; did you mean "schedule"?',
    ]);
  });

  test('a byte order mark is skipped and counts for no column', () => {
    expect(problemsOf(`\ufeff${feedsJson()}`)).toEqual([]);
    expect(problemsOf('\ufeff{ x }')).toEqual(problemsOf('{ x }'));
  });

  test.each([['\n'], ['\r\n'], ['\r']])('lines end in %j', (end) => {
    const text = feedsJson('"shedule": ""').replaceAll('\n', end);
    expect(problemsOf(text)).toEqual([
      'feeds.json:5:1: error: shedule: unknown key "shedule"; did you mean "schedule"?',
    ]);
  });
});

describe('comments and trailing commas are read past', () => {
  test.each([
    [
      'comments of both kinds',
      '{ // one\n"a": /* two\n*/ 1 } // three',
      { a: 1 },
      ['// one', '/* two\n*/', '// three'],
    ],
    ['before and after everything', '/**/{}//', {}, ['/**/', '//']],
    ['trailing commas', '{ "a": [1, 2,], "b": { "c": 3, }, }', { a: [1, 2], b: { c: 3 } }, []],
    ['what only looks like a comment', '{ "a": "https://b/*c*/" }', { a: 'https://b/*c*/' }, []],
  ])('%s', (_name, text, value, comments) => {
    const read = readJson(text, linesOf(text));
    expect(read.faults).toEqual([]);
    expect(read.root && plainValue(read.root)).toEqual(value);
    expect(read.comments.map(({ start, end }) => text.slice(start, end))).toEqual(comments);
  });

  test('places behind a comment are told as they stand', () => {
    expect(problemsOf(feedsJson('/* a\ncomment */ "shedule": "", // x'))).toEqual([
      'feeds.json:6:12: error: shedule: unknown key "shedule"; did you mean "schedule"?',
    ]);
  });
});

describe('agrees with JSON.parse', () => {
  const agrees = (text: string) => {
    const { root, faults, comments } = readJson(text, linesOf(text));
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      if (comments.length === 0 && !/,\s*[}\]]/.test(text)) expect(faults).not.toEqual([]);
      return;
    }
    expect(
      faults.filter(({ message }) => !/stands twice|can't be published|__proto__|too deep/.test(message)),
    ).toEqual([]);
    if (faults.length === 0 && root !== null) expect(plainValue(root)).toEqual(value);
  };

  test('on any JSON', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 5 }), agrees));
  });

  test('on JSON with one character changed', () => {
    const broken = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '}', ']', '"', '\\', '0', '-', '.', 'e', '\t', '\u00a0', '/'),
      )
      .map(([text, at, by]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + by + text.slice(place + 1);
      });
    fc.assert(fc.property(broken, agrees), { numRuns: 1000 });
  });
});
