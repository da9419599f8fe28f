import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { OutputFile } from '../../src/publish/output-file.js';
import { contentSecurityPolicy } from '../../src/publish/pages/csp.js';
import { createSiteServer } from '../../src/service/http/server.js';
import { siteRoute } from '../../src/service/http/site/site-route.js';
import type { Log } from '../../src/terminal/log.js';

/** Files served as `tagwire start` serves them. */
export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

const SILENT: Log = { error() {}, warn() {}, info() {}, debug() {} };

export async function serve(files: Iterable<OutputFile>): Promise<Served> {
  const root = await mkdtemp(path.join(tmpdir(), 'tagwire-site-'));
  for (const { path: name, body } of files) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, body);
  }
  const site = siteRoute({
    root,
    moved: () => null,
    wasThere: () => false,
    linkOf: () => null,
    pagePolicy: () => contentSecurityPolicy({ logo: null }),
  });
  const server = createSiteServer({ routes: [site], host: '127.0.0.1', port: 0, log: SILENT });
  const { url } = await server.listen();
  return {
    url,
    async close() {
      await server.close();
      await rm(root, { recursive: true });
    },
  };
}
