import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One answered request. */
export interface Asked {
  readonly path: string;
  readonly status: number;
}

/**
 * Blogs on 127.0.0.1 that answer conditional requests; a test writes their feeds and reads what was asked.
 */
export interface Blogs {
  readonly origin: string;
  /** Path → document; a number answers with that status. */
  readonly pages: Map<string, string | number>;
  /** What was asked since the last call. */
  asked(): readonly Asked[];
  /** From now on nothing is answered before this is settled. */
  hold(until: Promise<unknown>): void;
  close(): Promise<void>;
}

/** @param now the servers' clock */
export async function startBlogs(
  pages: Readonly<Record<string, string | number>> = {},
  now: () => number = Date.now,
): Promise<Blogs> {
  const served = new Map(Object.entries(pages));
  let asked: Asked[] = [];
  let held: Promise<unknown> = Promise.resolve();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const page = served.get(path) ?? 404;
    const etag = `"${createHash('sha256').update(String(page)).digest('hex').slice(0, 12)}"`;
    const status = typeof page === 'number' ? page : request.headers['if-none-match'] === etag ? 304 : 200;
    asked.push({ path, status });
    response.statusCode = status;
    response.setHeader('Date', new Date(now()).toUTCString());
    if (typeof page === 'string') response.setHeader('ETag', etag);
    void held.then(() => response.end(status === 200 ? page : ''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pages: served,
    asked: () => {
      const answers = asked;
      asked = [];
      return answers;
    },
    hold: (until) => {
      held = until;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface Item {
  readonly id: string;
  readonly title: string;
  readonly text?: string;
  /** RFC 3339. */
  readonly date?: string;
  readonly link?: string;
}

/** An Atom feed of these entries, `https://blog.example/<id>` each. */
export function atom(title: string, items: readonly Item[], home?: string): string {
  const head = `<id>urn:x:${title}</id><title>${title}</title><updated>2026-01-01T00:00:00Z</updated>`;
  const link = home === undefined ? '' : `<link href="${home}"/>`;
  const body = `${head}${link}<author><name>Ann</name></author>${items.map(atomEntry).join('')}`;
  return `<feed xmlns="http://www.w3.org/2005/Atom">${body}</feed>`;
}

function atomEntry(item: Item): string {
  const address = `https://blog.example/${item.id}`;
  const date = item.date ?? '2026-01-01T00:00:00Z';
  return [
    `<entry><id>${address}</id><title>${item.title}</title><link href="${item.link ?? address}"/>`,
    `<published>${date}</published><updated>${date}</updated>`,
    `<content type="html">&lt;p&gt;${item.text ?? item.title}&lt;/p&gt;</content></entry>`,
  ].join('');
}
