import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addSources } from '../../../src/config/edit/edit.js';

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
  ])('%s', (_name, before, after) => {
    expect(addSources(before, [B, C])).toBe(after);
  });

  test('nothing to add changes nothing', () => {
    expect(addSources('{ "sources": [ ] }', [])).toBe('{ "sources": [ ] }');
  });
});

test('whatever the file looks like, the result is the same value with the sources at the end', () => {
  const space = fc.constantFrom(undefined, 1, 2, 4, '\t');
  const known = fc.array(fc.oneof(fc.webUrl(), fc.record({ url: fc.webUrl() })));
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
  );
});
