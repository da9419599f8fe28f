import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { installed } from '../installed.js';
import { httpUrl } from '../model/values.js';
import { parseFeed } from '../parse/index.js';
import type { OutputFile } from '../publish/output-file.js';
import { createSiteServer, type SiteServer } from '../service/http/server.js';
import { siteRoute } from '../service/http/site/site-route.js';
import type { Log } from '../terminal/log.js';
import { blogPages } from './blog-pages.js';

/**
 * A Read Rust that needs no network: its blogs are being served, its folders exist, nothing has been polled.
 */
export interface Demo {
  /** Its feeds.json. */
  readonly config: string;
  readonly data: string;
  readonly out: string;
  /** Stops the blogs and removes all that the demo wrote. */
  close(): Promise<void>;
}

/** The example blogs as they ship; `{origin}` in them stands for the address that they are served at. */
const BLOGS = installed('dist/demo/blogs');
const CONFIG = 'feeds.json';

/**
 * Serves the example blogs on a free port of 127.0.0.1, out of a temporary folder; not all of them where the
 * signal comes first.
 */
export async function openDemo(log: Log, signal: AbortSignal): Promise<Demo> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tagwire-demo-'));
  const blogs = path.join(folder, 'blogs');
  const server = blogServer(blogs, log);
  const close = async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { url } = await server.listen();
    await copyBlogs(blogs, new URL(url).origin, signal);
    const config = path.join(folder, CONFIG);
    if (!signal.aborted) await rename(path.join(blogs, CONFIG), config); // it lies beside the blogs but is none
    return {
      config,
      data: path.join(folder, 'data'),
      out: path.join(folder, 'public'),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A blog's server is a site's server: types, validators, 304. */
function blogServer(root: string, log: Log): SiteServer {
  const pagePolicy = () => "default-src 'none'; style-src 'self'";
  const site = siteRoute({ root, moved: () => null, wasThere: () => false, linkOf: () => null, pagePolicy });
  return createSiteServer({ routes: [site], host: '127.0.0.1', port: 0, log });
}

async function copyBlogs(to: string, origin: string, signal: AbortSignal): Promise<void> {
  for (const entry of await readdir(BLOGS, { recursive: true, withFileTypes: true })) {
    if (signal.aborted) return;
    if (!entry.isFile()) continue;
    const from = path.join(entry.parentPath, entry.name);
    const text = (await readFile(from, 'utf8')).replaceAll('{origin}', origin);
    const name = path.relative(BLOGS, from).replaceAll(path.sep, '/');
    for (const file of [{ path: name, body: text }, ...(await pagesOf(`${origin}/${name}`, text))]) {
      const target = path.join(to, file.path);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, file.body);
    }
  }
}

/** The pages that a feed tells of; none for any other file. */
async function pagesOf(url: string, text: string): Promise<readonly OutputFile[]> {
  const result = await parseFeed(Buffer.from(text), { url: httpUrl(url), contentType: null });
  return result.kind === 'feed' ? blogPages(result.feed) : [];
}
