import { expect, test } from 'vitest';
import { renderFarewell } from '../../../src/publish/feeds/farewell.js';
import { at, config, site } from '../pages/site.js';

const gone = { kind: 'tag', slug: 'ffi', title: 'C & <FFI>', removed: at('2026-11-20T06:00:00Z') } as const;

test("a removed tag's feeds say so in one last entry, dated at the removal", () => {
  const files = new Map([...renderFarewell(site(), gone)].map(({ path, body }) => [path, String(body)]));
  expect([...files.keys()]).toEqual(['tags/ffi.atom', 'tags/ffi.rss', 'tags/ffi.json']);
  expect(JSON.parse(files.get('tags/ffi.json') ?? '')).toMatchObject({
    feed_url: 'https://readrust.example/tags/ffi.json',
    home_page_url: 'https://readrust.example/tags/',
    items: [
      {
        title: '“C & <FFI>” has ended',
        url: 'https://readrust.example/tags/#tags/ffi.atom',
        date_published: '2026-11-20T06:00:00.000Z',
        date_modified: '2026-11-20T06:00:00.000Z',
        authors: [{ name: 'Read Rust', url: 'https://readrust.example/' }],
      },
    ],
  });
  expect(files.get('tags/ffi.atom')).toContain('<updated>2026-11-20T06:00:00.000Z</updated>');
  expect([...renderFarewell(site(), gone)].map(({ body }) => String(body))).toEqual([...files.values()]);
});

test('a tag that ends twice says so twice', () => {
  const id = (removed: string) =>
    JSON.parse(String([...renderFarewell(site(), { ...gone, removed: at(removed) })][2]?.body)).items[0].id;
  expect(id('2026-11-20')).not.toBe(id('2027-11-20'));
});

test('it is said in the language of the site', () => {
  const view = site({ config: config({ site: { language: 'de', title: 'Lies Rust' } }) });
  const [atom = ''] = [...renderFarewell(view, gone)].map(({ body }) => String(body));
  expect(atom).toContain('Lies Rust veröffentlicht');
  expect(atom).toContain('xml:lang="de"');
  const lent = site({ config: config({ site: { language: 'fr' } }) });
  expect(String([...renderFarewell(lent, gone)][0]?.body)).toContain('<entry xml:lang="en">');
});

test('digests say so under their own title', () => {
  const files = [...renderFarewell(site(), { ...gone, kind: 'weekly' })];
  expect(files.map(({ path }) => path)).toEqual([
    'tags/ffi/weekly.atom',
    'tags/ffi/weekly.rss',
    'tags/ffi/weekly.json',
  ]);
  expect(JSON.parse(String(files[2]?.body))).toMatchObject({
    title: 'Read Rust: C & <FFI>, weekly',
    items: [{ title: '“C & <FFI>, weekly” has ended' }],
  });
});
