import path from 'node:path';
import { onTestFinished } from 'vitest';
import { readSite, type Site } from '../../../../src/operate/site.js';
import { askedFeeds } from '../../../../src/service/http/asked/asked-route.js';
import { atom, type Item } from '../../../support/blogs.js';
import { polledSite, serve } from '../../../support/polled-site.js';
import { type RunningSite, servedSite, silent } from '../site.js';

export const TAGS = {
  ffi: ['ffi'],
  unsafe: ['unsafe'],
  web: ['web'],
  'no-std': { match: ['nostd'], aliases: ['bare'] },
};

/** A site that was published by a real pass, and is served as `tagwire start` serves it. */
export interface AskedSite extends RunningSite {
  /** Another pass, over a blog that has these posts by now. */
  pass(items: readonly Item[], hours?: number): Promise<void>;
  /** Reads feeds.json again, which may have changed. */
  reread(): Promise<void>;
  readonly folder: string;
  /** What was logged as an error. */
  readonly errors: readonly string[];
  /** Addresses in feeds of this place. */
  readonly origin: string;
}

export async function askedSite(items: readonly Item[], more: object = {}): Promise<AskedSite> {
  const blog = await serve({ '/feed': atom('A blog', items) });
  const settings = { tags: TAGS, ...more };
  const { folder, run } = polledSite([{ url: `${blog.origin}/feed`, first: 1000 }], settings);
  let hours = 0;
  const pass = async (now: readonly Item[], later = 2): Promise<void> => {
    blog.answers['/feed'] = { status: 200, body: atom('A blog', now) };
    hours += later;
    const ran = await run('run --all --allow-private', hours);
    if (ran.code !== 0) throw new Error(ran.err);
  };
  await pass(items);
  const config = path.join(folder, 'feeds.json');
  let site: Site = await readSite({ config });
  const root = path.join(folder, 'public');
  const errors: string[] = [];
  const log = { ...silent, error: (message: string) => void errors.push(message) };
  const asked = askedFeeds({ root, data: path.join(folder, 'data'), site: () => site, log, now: () => 0 });
  onTestFinished(() => asked.close());
  const served = await servedSite({ root, routes: [asked.route] });
  return {
    ...served,
    pass,
    folder,
    errors,
    origin: site.config.site.url,
    async reread() {
      site = await readSite({ config });
    },
  };
}

/** Posts whose titles hold these words, the first the oldest. */
export const titled = (...titles: readonly string[]): readonly Item[] =>
  titles.map((title, n) => ({
    id: String(n),
    title,
    text: `Post ${n} of the blog.`,
    date: new Date(Date.UTC(2025, 11, 1, n)).toISOString(),
  }));

/** The titles of a feed's entries, in its order. */
export const titlesIn = (feed: Buffer): readonly string[] =>
  [...feed.toString().matchAll(/<entry>\s*<title[^>]*>(?:<!\[CDATA\[)?([^<\]]*)/g)].map(
    ([, title = '']) => title,
  );

/** The entries of an Atom feed, byte for byte. */
export const entriesIn = (feed: Buffer): readonly string[] =>
  feed.toString().match(/<entry[\s>][\s\S]*?<\/entry>/g) ?? [];
