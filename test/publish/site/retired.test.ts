import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/read.js';
import { farewells, retire, titlesOf } from '../../../src/publish/site/retired.js';
import { day } from '../../support/build.js';

function config(tags: Readonly<Record<string, object | readonly string[]>>) {
  const text = JSON.stringify({ site: { title: 'S', url: 'https://s.example/' }, sources: [], tags });
  const parsed = parseConfig(text, 'feeds.json');
  if (!parsed.ok) throw new Error(parsed.problems[0].message);
  return parsed.config;
}

const ffi = { 'tags/ffi': { title: 'FFI', since: day(1) } };
const later = day(40);

test.each([
  [
    'a tag that is configured no more retires under its last title',
    {},
    { 'tags/ffi': 'FFI' },
    { c: ['c'] },
    ffi,
  ],
  ['one that retired before keeps its day', ffi, {}, { c: ['c'] }, ffi],
  ['one that came back is retired no more', ffi, {}, { ffi: ['ffi'] }, {}],
  [
    'one that lives on as an alias is not retired',
    {},
    { 'tags/ffi': 'FFI' },
    { c: { match: [], aliases: ['ffi'] } },
    {},
  ],
])('%s', (_name, before, published, tags, after) => {
  expect(retire(before, published, config(tags), day(1))).toEqual(after);
});

test('a removed tag says farewell for 30 days, then it is gone', () => {
  const removed = { kind: 'tag', slug: 'ffi', title: 'FFI', removed: day(1) };
  expect(farewells(ffi, day(31))).toEqual({ parting: [removed], gone: [] });
  expect(farewells(ffi, later)).toEqual({ parting: [], gone: [removed] });
});

test('who subscribed at an alias is told, too', () => {
  const published = titlesOf(config({ c: { title: 'C', match: [], aliases: ['ffi'] } }));
  expect(published).toEqual({ 'tags/c': 'C', 'tags/ffi': 'C' });
  expect(Object.keys(retire({}, published, config({}), day(1)))).toEqual(['tags/c', 'tags/ffi']);
});
