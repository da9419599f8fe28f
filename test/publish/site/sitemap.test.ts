import { expect, test } from 'vitest';
import { renderFixed, renderSite } from '../../../src/publish/index.js';
import { sitemap } from '../../../src/publish/site/sitemap.js';
import type { SiteView } from '../../../src/publish/site/view.js';
import { at, config, site, source, stream, summary, tag } from '../pages/site.js';

const view = site({
  config: config({
    tags: [tag('ffi')],
    bundles: [{ slug: 'systems', title: 'Systems', description: '', any: ['ffi'], all: [], none: [] }],
  }),
  sources: [source('ada')],
});

/** With these other files published. */
const files = (of: SiteView, published: readonly string[] = []): Map<string, string> => {
  const listing = sitemap.listing?.(of, (path) => published.includes(path)) ?? [];
  return new Map([...(sitemap.fixed?.(of) ?? []), ...listing].map(({ path, body }) => [path, String(body)]));
};
const locations = (xml: string | undefined): string[] =>
  [...(xml ?? '').matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, loc = '']) =>
    loc.replace('https://readrust.example/', ''),
  );

test('lists every live page', () => {
  const { 'sitemap.xml': xml, 'robots.txt': robots } = Object.fromEntries(files(view));
  expect(xml).toMatch(
    /^<\?xml version="1.0" encoding="utf-8"\?>\n<urlset xmlns="http:\/\/www.sitemaps.org\/schemas\/sitemap\/0.9">/,
  );
  expect(locations(xml)).toEqual([
    '',
    'tags/ffi/',
    'bundles/systems/',
    'tags/',
    'about/',
    'sources/',
    'sources/ada/',
  ]);
  expect(robots).toBe('User-agent: *\nDisallow:\n\nSitemap: https://readrust.example/sitemap.xml\n');
});

test('leaves out no page that every site has, but for search, which shows nothing by itself', () => {
  const found = [...renderFixed(view), ...renderSite(view)].flatMap(({ body }) =>
    [...String(body).matchAll(/<link rel="canonical" href="https:\/\/readrust.example\/([^"]*)"/g)].map(
      ([, path = '']) => path,
    ),
  );
  const listed = locations(files(view).get('sitemap.xml'));
  expect(found.filter((path) => !listed.includes(path))).toEqual(['search/']);
});

test('is an index where streams have archives, which stand in a file of their own', () => {
  const grown = { ...view, tags: [summary('ffi', { count: 8 }), summary('new', { count: 80 })] };
  const all = files(grown, ['tags/ffi/archive/sitemap.xml', 'tags/gone/archive/sitemap.xml']);
  expect(all.get('sitemap.xml')).toContain('<sitemapindex ');
  expect(locations(all.get('sitemap.xml'))).toEqual(['sitemap-1.xml', 'tags/ffi/archive/sitemap.xml']);
  expect(locations(all.get('sitemap-1.xml'))).toContain('tags/new/');

  const archives = [1, 2].map((n) => ({ n, count: 25, from: at('2020-01-01'), to: at('2021-01-01') }));
  const [file, ...rest] = sitemap.stream?.(grown, stream({ archives })) ?? [];
  expect(rest).toEqual([]);
  expect(file?.path).toBe('tags/ffi/archive/sitemap.xml');
  expect(locations(String(file?.body))).toEqual(['tags/ffi/archive/1.html', 'tags/ffi/archive/2.html']);
});

test('is an index beyond 50,000 pages', () => {
  const sources = Array.from({ length: 50_001 }, (_, n) => source(`s${n}`));
  const all = files({ ...view, sources });
  expect(locations(all.get('sitemap.xml'))).toEqual(['sitemap-1.xml', 'sitemap-2.xml']);
  expect(locations(all.get('sitemap-1.xml'))).toHaveLength(50_000);
  expect(locations(all.get('sitemap-2.xml'))).toHaveLength(7);
});

test('a stream without archives has no file', () => {
  expect([...(sitemap.stream?.(view, stream()) ?? [])]).toEqual([]);
});
