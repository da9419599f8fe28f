import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type Health, healthRoute } from '../../../src/service/http/operator/health.js';
import type { Route } from '../../../src/service/http/route.js';
import {
  createSiteServer,
  type SiteServer,
  type SiteServerOptions,
} from '../../../src/service/http/server.js';
import { type SiteOptions, siteRoute } from '../../../src/service/http/site/site-route.js';
import type { Log } from '../../../src/terminal/log.js';

export const FEED = `<feed xmlns="http://www.w3.org/2005/Atom">${'<entry/>'.repeat(200)}</feed>`;

const FILES: Readonly<Record<string, string>> = {
  'index.html': '<!doctype html><title>Read Rust</title>',
  '404.html': '<!doctype html><title>Not here</title>',
  'feed.atom': FEED,
  'feed.json': '{"version":"https://jsonfeed.org/version/1.1"}',
  'tags/ffi.atom': FEED,
  'tags/ffi/index.html': '<!doctype html><title>Tag: ffi</title>',
  'assets/site.css': 'body{margin:0}',
  'assets/logo.png': 'not really a picture',
  '.tagwire': 'the marker',
};

export const WELL: Health = {
  ok: true,
  failing: false,
  offline: false,
  configProblem: null,
  problem: null,
  lastPass: null,
  nextPass: null,
};

export const silent: Log = { error() {}, warn() {}, info() {}, debug() {} };

/** A published site in a folder of its own, removed after the test. */
export async function publishedSite(files = FILES): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'tagwire-serve-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [name, body] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), body);
  }
  return root;
}

export interface RunningSite {
  readonly root: string;
  readonly port: number;
  readonly url: string;
  readonly server: SiteServer;
  get(path: string, headers?: Record<string, string>, method?: string, body?: string): Promise<Reply>;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

interface Given
  extends Partial<Pick<SiteOptions, 'root' | 'moved' | 'wasThere' | 'linkOf' | 'beginning' | 'isOfVersion'>>,
    Partial<Omit<SiteServerOptions, 'routes'>> {
  readonly health?: () => Health;
  /** Asked before the site's own. */
  readonly routes?: readonly Route[];
}

/** A site that is being served on a free port until the test ends. */
export async function servedSite(given: Given = {}): Promise<RunningSite> {
  const root = given.root ?? (await publishedSite());
  const { health = () => WELL, moved = () => null, wasThere = () => false, linkOf = () => null } = given;
  const { host = '127.0.0.1', port: asked = 0, log = silent, routes = [] } = given;
  const { beginning, isOfVersion } = given;
  const pagePolicy = () => "default-src 'none'; style-src 'self'";
  const site = siteRoute({
    root,
    moved,
    wasThere,
    linkOf,
    ...(beginning && { beginning }),
    ...(isOfVersion && { isOfVersion }),
    pagePolicy,
  });
  const server = createSiteServer({
    ...{ host, port: asked, log, routes: [...routes, healthRoute(health), site] },
    ...(given.mostConnections !== undefined && { mostConnections: given.mostConnections }),
  });
  const { port, url } = await server.listen();
  onTestFinished(() => server.close());
  return { root, port, url, server, get: (...args) => fetchFrom(port, ...args) };
}

/** One request as it stands: nothing decoded, followed or added. */
export function fetchFrom(
  port: number,
  path: string,
  headers = {},
  method = 'GET',
  body = '',
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { port, host: '127.0.0.1', path, method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
