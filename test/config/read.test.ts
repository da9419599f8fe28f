import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../src/config/config.js';
import { ConfigError } from '../../src/config/errors.js';
import { parseConfig, readConfig } from '../../src/config/read.js';
import { configFolder } from '../support/config-folder.js';
import { feedsJson } from './grammar/grammar.js';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;

function configOf(text: string): Config {
  const parsed = parseConfig(text, 'feeds.json');
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  return parsed.config;
}

const sourceDefaults = {
  title: null,
  tags: [],
  hints: [],
  only: null,
  full: false,
  intervalMs: null,
  first: 20,
  private: false,
  disabled: false,
  userAgent: null,
  headers: {},
  place: 0,
  list: null,
  isLedTo: false,
};

const tagDefaults = {
  description: '',
  group: null,
  hint: [],
  against: [],
  except: [],
  ignore: [],
  implies: [],
  aliases: [],
  plurals: null,
  min: null,
  tests: [],
};

test('the least file has all the defaults', () => {
  const text = feedsJson('"groups": { "Topics": {} }, "bundles": { "B": {} }', {
    sources: '["https://a.example/feed"]',
    tags: '{ "C++": ["c++"] }',
  });
  expect(configOf(text)).toEqual({
    file: 'feeds.json',
    site: {
      title: 'Planet',
      url: 'https://planet.example/',
      description: '',
      language: 'en',
      author: null,
      logo: null,
      colors: { accent: null, accentDark: null },
      footer: null,
      head: null,
    },
    schedule: '*/10 * * * *',
    timezone: 'UTC',
    fetch: {
      concurrency: 100,
      perHost: 2,
      gapMs: 0,
      timeoutMs: 30_000,
      maxBytes: 12 * 1024 * 1024,
      contact: 'https://planet.example/',
      interval: { minMs: HOUR, maxMs: 24 * HOUR },
      allow: [],
      freshnessMs: 7 * 24 * HOUR,
    },
    publish: { limit: 50, excerpt: 500, hub: null, digest: [], retention: { ageMs: null, perSource: null } },
    only: [],
    classify: { min: 1, title: 1.5, plurals: false },
    groups: [{ slug: 'topics', title: 'Topics', max: 2, keep: 0.8, default: null }],
    sources: [{ ...sourceDefaults, url: 'https://a.example/feed' }],
    tags: [{ ...tagDefaults, slug: 'cpp', title: 'C++', match: ['c++'] }],
    bundles: [{ slug: 'b', title: 'B', description: '', any: [], all: [], none: [] }],
    notify: [],
    lists: [],
    filings: [],
    lexicon: [],
  });
});

test('a file that says everything', () => {
  const text = JSON.stringify({
    $schema: './feeds.schema.json',
    site: {
      title: 'Planet',
      url: 'https://Bücher.example/planet',
      description: 'Posts',
      language: 'de',
      author: { name: 'Ann', url: 'https://ann.example' },
      logo: 'logo.svg',
      colors: { accent: '#9c3a12', accentDark: '#f0986a' },
      footer: '<p>Bye</p>',
      head: '<meta name="x" content="y">',
    },
    schedule: '0 * * * *',
    timezone: 'Europe/Berlin',
    fetch: {
      concurrency: 10,
      perHost: 1,
      gap: '2s',
      timeout: '90s',
      maxBytes: '500KB',
      contact: 'ann@ann.example',
      interval: { min: '30m', max: '2d' },
      freshness: '1d',
      allow: ['Intranet.example', '10.1.0.0/16', '[fd00::1]', 'Bücher.example'],
    },
    publish: {
      limit: 10,
      excerpt: 0,
      hub: 'https://hub.example',
      digest: [],
      retention: { age: '10y', perSource: 5000 },
    },
    only: ['rust'],
    classify: { min: 2, title: 1, plurals: true },
    groups: { category: { title: 'Categories', max: 1, keep: 1, default: 'Language' } },
    sources: [
      {
        url: 'https://Bücher.example/feed?ü',
        title: 'Books',
        tags: ['FFI', 'ffi'],
        hints: ['bindings'],
        only: [],
        full: true,
        interval: '6h',
        first: 0,
        private: true,
        disabled: true,
        userAgent: 'Mozilla/5.0 (reader)',
        headers: { Authorization: 'Bearer $TOKEN' },
      },
      { opml: 'https://lists.example/a.opml', tags: ['FFI'], only: [], max: 3 },
      { opml: 'lists/b.opml' },
    ],
    tags: {
      language: { match: [], group: 'Category' },
      ffi: {
        title: 'FFI',
        description: 'Foreign functions',
        group: 'category',
        match: ['ffi', { any: ['a', { all: ['b'] }], not: ['c'], in: ['title'], weight: 2 }],
        hint: ['gpio'],
        against: ['web'],
        except: ['x'],
        ignore: ['y'],
        implies: ['Language'],
        aliases: ['Bindings', 'FFI'],
        plurals: true,
        min: 0.5,
        tests: [
          { text: 'FFI', is: true },
          { title: 'Web', is: false },
        ],
      },
    },
    bundles: {
      systems: { title: 'Systems', description: 'Low', any: ['bindings'], all: ['ffi'], none: ['language'] },
    },
  });
  expect(configOf(text)).toEqual({
    file: 'feeds.json',
    site: {
      title: 'Planet',
      url: 'https://xn--bcher-kva.example/planet/',
      description: 'Posts',
      language: 'de',
      author: { name: 'Ann', url: 'https://ann.example/' },
      logo: 'https://xn--bcher-kva.example/planet/logo.svg',
      colors: { accent: '#9c3a12', accentDark: '#f0986a' },
      footer: '<p>Bye</p>',
      head: '<meta name="x" content="y">',
    },
    schedule: '0 * * * *',
    timezone: 'Europe/Berlin',
    fetch: {
      concurrency: 10,
      perHost: 1,
      gapMs: 2000,
      timeoutMs: 90_000,
      maxBytes: 500 * 1024,
      contact: 'ann@ann.example',
      interval: { minMs: HOUR / 2, maxMs: 48 * HOUR },
      allow: ['intranet.example', '10.1.0.0/16', 'fd00::1', 'xn--bcher-kva.example'],
      freshnessMs: 24 * HOUR,
    },
    publish: {
      limit: 10,
      excerpt: 0,
      hub: 'https://hub.example/',
      digest: [],
      retention: { ageMs: 10 * YEAR, perSource: 5000 },
    },
    only: ['rust'],
    classify: { min: 2, title: 1, plurals: true },
    groups: [{ slug: 'category', title: 'Categories', max: 1, keep: 1, default: 'language' }],
    sources: [
      {
        url: 'https://Bücher.example/feed?ü',
        title: 'Books',
        tags: ['ffi'],
        hints: ['ffi'],
        only: [],
        full: true,
        intervalMs: 6 * HOUR,
        first: 0,
        private: true,
        disabled: true,
        userAgent: 'Mozilla/5.0 (reader)',
        headers: { Authorization: 'Bearer $TOKEN' },
        place: 0,
        list: null,
        isLedTo: false,
      },
    ],
    lists: [
      {
        opml: 'https://lists.example/a.opml',
        url: 'https://lists.example/a.opml',
        tags: ['ffi'],
        hints: [],
        only: [],
        max: 3,
        place: 1,
      },
      { opml: 'lists/b.opml', url: null, tags: [], hints: [], only: null, max: 500, place: 2 },
    ],
    tags: [
      { ...tagDefaults, slug: 'language', title: 'language', group: 'category', match: [] },
      {
        slug: 'ffi',
        title: 'FFI',
        description: 'Foreign functions',
        group: 'category',
        match: ['ffi', { any: ['a', { all: ['b'] }], not: ['c'], in: ['title'], weight: 2 }],
        hint: ['gpio'],
        against: ['web'],
        except: ['x'],
        ignore: ['y'],
        implies: ['language'],
        aliases: ['bindings'],
        plurals: true,
        min: 0.5,
        tests: [
          { title: null, text: 'FFI', is: true },
          { title: 'Web', text: '', is: false },
        ],
      },
    ],
    bundles: [
      {
        slug: 'systems',
        title: 'Systems',
        description: 'Low',
        any: ['ffi'],
        all: ['ffi'],
        none: ['language'],
      },
    ],
    notify: [],
    filings: [],
    lexicon: [],
  });
});

describe('readConfig', () => {
  test('reads a file', async () => {
    const file = path.join(configFolder(feedsJson()), 'feeds.json');
    expect(await readConfig(file)).toEqual({ ...configOf(feedsJson()), file });
  });

  test('throws all problems at once, for exit code 2', async () => {
    const file = path.join(configFolder('{ "site": {} }'), 'feeds.json');
    const error: unknown = await readConfig(file).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({ exitCode: 2, message: '"sources" is required' });
    expect(error instanceof ConfigError && error.problems.map((problem) => problem.path)).toEqual([
      'sources',
      'tags',
      'site.title',
      'site.url',
    ]);
  });

  test('a byte order mark before, none of it in the title', async () => {
    const file = path.join(configFolder(), 'feeds.json');
    writeFileSync(file, `\ufeff${feedsJson()}`);
    expect((await readConfig(file)).site.title).toBe('Planet');
  });
});

test.each([
  ['headers', '"headers": { "X-Key": "1" }', true],
  ['an empty list of them', '"headers": {}', false],
  ['a User-Agent', '"userAgent": "x"', false],
])('a source with headers of its own is private: %s', (_name, rest, isPrivate) => {
  const text = feedsJson('', { sources: `[{ "url": "https://a.example/feed", ${rest} }]` });
  expect(configOf(text).sources[0]?.private).toBe(isPrivate);
});

test('terms for tags have their slugs, as all else that names tags; others are as the file has them', () => {
  const { only, sources, tags } = configOf(
    JSON.stringify({
      site: { title: 'Planet', url: 'https://a.example/' },
      sources: [{ url: 'https://b.example/', only: [{ all: ['x', { any: ['tag:C++'] }], not: ['y'] }] }],
      only: ['tag: WebAssembly', 'x'],
      tags: {
        'C++': ['c++'],
        wasm: { match: ['wasm', 'tag:Rust Web'], aliases: ['WebAssembly'] },
        'rust-web': ['x'],
      },
    }),
  );
  expect({ only, own: sources[0]?.only, wasm: tags[1]?.match }).toEqual({
    only: ['tag:wasm', 'x'],
    own: [{ all: ['x', { any: ['tag:cpp'] }], not: ['y'] }],
    wasm: ['wasm', 'tag:rust-web'],
  });
});
