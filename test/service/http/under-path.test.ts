import { expect, test } from 'vitest';
import type { Route } from '../../../src/service/http/route.js';
import { siteRoute } from '../../../src/service/http/site/site-route.js';
import { underPath } from '../../../src/service/http/under-path.js';
import { FEED, publishedSite, servedSite } from './site.js';

/** A site with this address, and its aliases as the server knows them. */
async function siteAt(address: () => string) {
  const root = await publishedSite();
  const site: Route = siteRoute({
    root,
    moved: (path) => (path === 'tags/old.atom' ? { kind: 'moved', to: 'tags/ffi.atom' } : null),
    wasThere: () => false,
    linkOf: () => null,
    pagePolicy: () => "default-src 'none'",
  });
  return servedSite({ root, routes: [underPath([site], address)] });
}

test.each(['/tags/ffi.atom', '/planet/tags/ffi.atom', '/plan%65t/tags/ffi.atom'])(
  'a site below a path is there and at the root: %s',
  async (path) => {
    const { get } = await siteAt(() => 'https://example.org/planet/');
    const { status, body } = await get(path);
    expect([status, body.toString()]).toEqual([200, FEED]);
  },
);

test.each([
  ['/planet', './planet/'],
  ['/planet?q=a', './planet/?q=a'],
  ['/planet/tags/ffi', '../tags/ffi/'],
  ['/planet/tags/old.atom', '../tags/ffi.atom'],
])('redirects stay below it: %s', async (path, location) => {
  const { get } = await siteAt(() => 'https://example.org/planet/');
  const { status, headers } = await get(path);
  expect([status, headers.location]).toEqual([301, location]);
});

test('the page for what is not there, and its styles, come from there too', async () => {
  const { get } = await siteAt(() => 'https://example.org/planet/');
  const lost = await get('/planet/no/such/page/');
  expect([lost.status, lost.body.toString()]).toEqual([404, expect.stringContaining('Not here')]);
  expect((await get('/planet/assets/site.css')).status).toBe(200);
  expect((await get('/planetarium/feed.atom')).status).toBe(404);
});

test('a path that a folder of the site has, too, names both', async () => {
  const { get } = await siteAt(() => 'https://example.org/tags/');
  expect((await get('/tags/tags/ffi.atom')).body.toString()).toBe(FEED);
  expect((await get('/tags/feed.json')).status).toBe(200);
  expect((await get('/tags/ffi.atom')).body.toString()).toBe(FEED);
  expect((await get('/tags/none.atom')).status).toBe(404);
});

test('the path follows the configuration', async () => {
  let address = 'https://example.org/';
  const { get } = await siteAt(() => address);
  expect((await get('/planet/feed.atom')).status).toBe(404);
  address = 'https://example.org/a%20b/planet/';
  expect((await get('/a%20b/planet/feed.atom')).status).toBe(200);
});
