import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSources } from '../../../src/config/edit/edit.js';
import { plainValue, readJson } from '../../../src/config/json/json.js';
import { linesOf } from '../../../src/config/json/lines.js';
import { isThorough } from '../../support/thorough.js';

const B = { url: 'https://b.example/', title: null };
const C = { url: 'https://c.example/', title: 'C "quoted"' };

describe('new sources look like their neighbours', () => {
  test.each([
    [
      'on lines of their own',
      `{\n  "sources": [\n    "https://a.example/"\n  ],\n  "tags": {}\n}\n`,
      `{\n  "sources": [\n    "https://a.example/",\n    "https://b.example/",\n    { "url": "https://c.example/", "title": "C \\"quoted\\"" }\n  ],\n  "tags": {}\n}\n`,
    ],
    [
      'the first beside the bracket',
      `{\n\t"sources": [ "https://a.example/",\n\t\t"https://x.example/" ]\n}`,
      `{\n\t"sources": [ "https://a.example/",\n\t\t"https://x.example/",\n\t\t"https://b.example/",\n\t\t{ "url": "https://c.example/", "title": "C \\"quoted\\"" } ]\n}`,
    ],
    [
      'none so far',
      `{\n  "sources": [],\n  "tags": {}\n}`,
      `{\n  "sources": [\n    "https://b.example/",\n    { "url": "https://c.example/", "title": "C \\"quoted\\"" }\n  ],\n  "tags": {}\n}`,
    ],
    [
      'an empty list with a line break in it',
      `{\n  "sources": [\n  ]\n}`,
      `{\n  "sources": [\n    "https://b.example/",\n    { "url": "https://c.example/", "title": "C \\"quoted\\"" }\n  ]\n}`,
    ],
    [
      'in a row',
      `{\n  "sources": ["https://a.example/"]\n}`,
      `{\n  "sources": ["https://a.example/", "https://b.example/", { "url": "https://c.example/", "title": "C \\"quoted\\"" }]\n}`,
    ],
    [
      'all in one line',
      `{"sources":["https://a.example/"],"tags":{}}`,
      `{"sources":["https://a.example/","https://b.example/",{"url":"https://c.example/","title":"C \\"quoted\\""}],"tags":{}}`,
    ],
    [
      'one line, none so far',
      `{"sources":[]}`,
      `{"sources":["https://b.example/",{"url":"https://c.example/","title":"C \\"quoted\\""}]}`,
    ],
    [
      'spread objects',
      `{\r\n  "sources": [\r\n    {\r\n      "url": "https://a.example/"\r\n    }\r\n  ]\r\n}`,
      `{\r\n  "sources": [\r\n    {\r\n      "url": "https://a.example/"\r\n    },\r\n    "https://b.example/",\r\n    {\r\n      "url": "https://c.example/",\r\n      "title": "C \\"quoted\\""\r\n    }\r\n  ]\r\n}`,
    ],
    [
      'tight objects, a byte order mark',
      `\ufeff{\n"sources": [\n{"url": "https://a.example/"}\n]}`,
      `\ufeff{\n"sources": [\n{"url": "https://a.example/"},\n"https://b.example/",\n{"url": "https://c.example/", "title": "C \\"quoted\\""}\n]}`,
    ],
    [
      'a trailing comma',
      `{\n  "sources": [\n    "https://a.example/",\n  ],\n}`,
      `{\n  "sources": [\n    "https://a.example/",\n    "https://b.example/",\n    { "url": "https://c.example/", "title": "C \\"quoted\\"" },\n  ],\n}`,
    ],
    [
      'a comment on the last one’s line, which stays there',
      `{\n  "sources": [\n    "https://a.example/" // Ann\n    // more to come\n  ]\n}`,
      `{\n  "sources": [\n    "https://a.example/", // Ann\n    "https://b.example/",\n    { "url": "https://c.example/", "title": "C \\"quoted\\"" }\n    // more to come\n  ]\n}`,
    ],
    [
      'a trailing comma and a comment behind it',
      `{\n  "sources": [\n    "https://a.example/", /* Ann */\n  ]\n}`,
      `{\n  "sources": [\n    "https://a.example/", /* Ann */\n    "https://b.example/",\n    { "url": "https://c.example/", "title": "C \\"quoted\\"" },\n  ]\n}`,
    ],
    [
      'none so far but a comment',
      `{\n  "sources": [\n    // one a line\n  ]\n}`,
      `{\n  "sources": [\n    // one a line\n    "https://b.example/",\n    { "url": "https://c.example/", "title": "C \\"quoted\\"" }\n  ]\n}`,
    ],
    [
      'no list so far',
      `{\n  "tags": { "a": ["a"] } // words\n}\n`,
      `{\n  "tags": { "a": ["a"] }, // words\n  "sources": [\n    "https://b.example/",\n    { "url": "https://c.example/", "title": "C \\"quoted\\"" }\n  ]\n}\n`,
    ],
    [
      'nothing at all so far',
      `{\n}\n`,
      `{\n  "sources": [\n    "https://b.example/",\n    { "url": "https://c.example/", "title": "C \\"quoted\\"" }\n  ]\n}\n`,
    ],
  ])('%s', (_name, before, after) => {
    expect(addSources(before, [B, C])).toBe(after);
  });

  test('nothing to add changes nothing', () => {
    expect(addSources('{ "sources": [ ] }', [])).toBe('{ "sources": [ ] }');
  });
});

test('whatever the file looks like, the result is the same value with the sources at the end', () => {
  const space = fc.constantFrom(undefined, 1, 2, 4, '\t');
  const known = fc.array(fc.oneof(fc.webUrl(), fc.record({ url: fc.webUrl() })), { maxLength: 6 });
  fc.assert(
    fc.property(known, space, fc.string(), (sources, indent, title) => {
      const text = JSON.stringify({ site: { title }, sources, tags: {} }, null, indent);
      const url = 'https://new.example/';
      expect(
        JSON.parse(
          addSources(text, [
            { url, title },
            { url, title: null },
          ]),
        ),
      ).toEqual({
        site: { title },
        sources: [...sources, { url, title }, url],
        tags: {},
      });
    }),
    { numRuns: isThorough ? 300 : 50 },
  );
});

test('wherever comments and trailing commas stand, all of them are left and the sources come last', () => {
  const space = fc.constantFrom('', ' ', '\n', '\n  ', ' // c\n', '/* c */', ' /* c\n*/ ', '\r\n\t');
  const url = fc.constantFrom('"https://a.example/"', '{ "url": "https://a.example/" }', '{\n "url": "x"\n}');
  const text = fc
    .tuple(fc.array(fc.tuple(space, url, space)), space, fc.boolean(), fc.boolean())
    .map(([items, end, trailing, hasList]) => {
      const list = items.map((parts) => parts.join('')).join(',');
      const comma = trailing && items.length > 0 ? ',' : '';
      return hasList
        ? `{${end}"sources":${end}[${list}${comma}${end}]${end}}${end}`
        : `{${end}"tags": {}${end}${trailing ? ',' : ''}${end}}`;
    });
  const read = (json: string) => {
    const { root, faults, comments } = readJson(json, linesOf(json));
    if (root === null || faults.length > 0) throw new TypeError(`${json}: ${faults[0]?.message}`);
    const value = plainValue(root) as { readonly sources?: readonly unknown[] };
    return { value, comments: comments.map(({ start, end }) => json.slice(start, end)) };
  };
  fc.assert(
    fc.property(text, (before) => {
      const was = read(before);
      const is = read(addSources(before, [B, C]));
      expect(is.comments).toEqual(was.comments);
      expect(is.value).toEqual({
        ...was.value,
        sources: [...(was.value.sources ?? []), B.url, { url: C.url, title: C.title }],
      });
    }),
    { numRuns: isThorough ? 500 : 100 },
  );
});
