import { expect, test } from 'vitest';
import { renderFarewell } from '../../../src/publish/feeds/farewell.js';
import { inEveryFormat } from '../../support/formats.js';
import { at, config, site } from '../pages/site.js';

const gone = { kind: 'tag', slug: 'ffi', title: 'C & <FFI>', removed: at('2026-11-20T06:00:00Z') } as const;

/** What is rendered of the feeds of `retired`, by their paths. */
const farewell = (
  retired: Parameters<typeof renderFarewell>[1],
  view = site(),
): ReadonlyMap<string, string> =>
  new Map([...renderFarewell(view, retired)].map(({ path, body }) => [path, String(body)]));

test("a removed tag's feeds say so in one last entry, dated at the removal", () => {
  const files = farewell(gone);
  expect([...files.keys()].sort()).toEqual(inEveryFormat('tags/ffi'));
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
  expect(farewell(gone)).toEqual(files);
});

test('a tag that ends twice says so twice', () => {
  const id = (removed: string) =>
    JSON.parse(farewell({ ...gone, removed: at(removed) }).get('tags/ffi.json') ?? '').items[0].id;
  expect(id('2026-11-20')).not.toBe(id('2027-11-20'));
});

test('it is said in the language of the site', () => {
  const view = site({ config: config({ site: { language: 'de', title: 'Lies Rust' } }) });
  const atom = farewell(gone, view).get('tags/ffi.atom');
  expect(atom).toContain('Lies Rust veröffentlicht');
  expect(atom).toContain('xml:lang="de"');
  const lent = site({ config: config({ site: { language: 'kab' } }) });
  expect(farewell(gone, lent).get('tags/ffi.atom')).toContain('<entry xml:lang="en">');
});

test('digests say so under their own title', () => {
  const files = farewell({ ...gone, kind: 'weekly' });
  expect([...files.keys()].sort()).toEqual(inEveryFormat('tags/ffi/weekly'));
  expect(JSON.parse(files.get('tags/ffi/weekly.json') ?? '')).toMatchObject({
    title: 'Read Rust: C & <FFI>, weekly',
    items: [{ title: '“C & <FFI>, weekly” has ended' }],
  });
});
