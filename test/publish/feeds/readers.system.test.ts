import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decodeHTML } from 'entities';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseFeed } from '../../../src/parse/index.js';
import { feeds } from '../../../src/publish/feeds/feeds.js';
import { nastyPosts } from '../../fixtures/nasty-posts.js';
import { config, site, stream, tag } from '../pages/site.js';

/** An entry as a reader keeps it. */
interface Read {
  readonly id: string | null;
  readonly title: string | null;
  readonly link: string | null;
  /** Seconds since 1970. */
  readonly published: number | null;
  readonly content: string | null;
}

/** Each reads a feed file of a format; those of other people are run where they are installed. */
const readers: Readonly<Record<string, (file: string, format: string) => Read[] | Promise<Read[]>>> = {
  tagwire: async (file) => {
    const result = await parseFeed(readBytes(file), { url: null, contentType: null });
    if (result.kind !== 'feed') throw new Error(`not read: ${JSON.stringify(result)}`);
    expect(result.feed.problems).toEqual([]);
    expect(result.feed.repaired).toBe(false);
    return result.feed.entries.map(({ id, title, url, published, content, summary }) => ({
      id,
      title,
      link: url,
      published: published === null ? null : Date.parse(published) / 1000,
      content: (content ?? summary)?.value ?? null,
    }));
  },
  ...(installed('sfeed', []) && { sfeed: readBySfeed }),
  ...(installed('python3', ['-c', 'import feedparser']) && { feedparser: readByFeedparser }),
  ...(installed('newsboat', ['--version']) && { newsboat: readByNewsboat }),
};

/**
 * Plain text that looks like escaped HTML: some readers mend it, since most feeds that hold it escaped twice.
 */
const LOOKS_ESCAPED = /&(?:\w+;|copy)/;
const MENDING = ['tagwire', 'feedparser'];

let folder: string;
let published: Map<string, string>;
let expected: Read[];

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tagwire-readers-'));
  const view = site({ config: config({ tags: [tag('ffi')] }) });
  const files = [...(feeds.stream?.(view, stream({ posts: nastyPosts.map(({ post }) => post) })) ?? [])];
  published = new Map(files.map(({ path: name, body }) => [path.extname(name).slice(1), String(body)]));
  for (const [format, body] of published) writeFileSync(path.join(folder, `feed.${format}`), body);
  expected = JSON.parse(published.get('json') ?? '').items.map(fromJson);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(Object.keys(readers))('%s reads every entry back', (name) => {
  test.each(name === 'tagwire' ? ['atom', 'rss', 'json'] : ['atom', 'rss'])('%s', async (format) => {
    const entries = (await readers[name]?.(path.join(folder, `feed.${format}`), format)) ?? [];
    const known = new Map(entries.map((entry) => [entry.id, entry]));
    const strict = MENDING.includes(name)
      ? expected.filter(({ title, link }) => !LOOKS_ESCAPED.test(`${title} ${link}`))
      : expected;
    expect(strict.map(({ id }) => known.get(id) ?? id)).toEqual(strict);
    expect(entries).toHaveLength(expected.length);
  });
});

function installed(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: ['pipe', 'ignore', 'ignore'], input: '' });
    return true;
  } catch {
    return false;
  }
}

/** Tab separated: date, title, link, content, its type, id, author, enclosure, categories. */
function readBySfeed(file: string, format: string): Read[] {
  const rows = execFileSync('sfeed', { input: readBytes(file), encoding: 'utf8' })
    .trimEnd()
    .split('\n');
  return rows.map((row) => {
    const [date = '', title = '', link = '', content = '', , id = ''] = row.split('\t');
    const text = content.replace(
      /\\([nt\\])/g,
      (_escape, letter: string) => ({ n: '\n', t: '\t' })[letter] ?? letter,
    );
    return {
      id,
      title: format === 'atom' ? decodeHTML(title) : title,
      link,
      published: Number(date),
      content: text.trim(),
    };
  });
}

const FEEDPARSER = `
import calendar, feedparser, json, sys
feed = feedparser.parse(sys.stdin.buffer.read(), sanitize_html=False, resolve_relative_uris=False)
assert not feed.bozo, feed.bozo_exception
print(json.dumps([dict(id=e.id, title=e.title, link=e.link, published=calendar.timegm(e.published_parsed),
  content=(e.content[0].value if 'content' in e else e.summary).strip()) for e in feed.entries]))`;

function readByFeedparser(file: string, format: string): Read[] {
  const entries: Read[] = JSON.parse(
    execFileSync('python3', ['-c', FEEDPARSER], { input: readBytes(file), encoding: 'utf8' }),
  );
  return entries.map((entry) => ({
    ...entry,
    title: format === 'atom' ? decodeHTML(entry.title ?? '') : entry.title,
  }));
}

const NEWSBOAT = `
import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute('select guid, title, url, pubDate, content from rss_item')
print(json.dumps([dict(id=i, title=t, link=l, published=p, content=c.strip()) for i, t, l, p, c in rows]))`;

function readByNewsboat(file: string): Read[] {
  const home = mkdtempSync(path.join(folder, 'newsboat-'));
  const [urls, cache, settings] = ['urls', 'cache.db', 'config'].map((name) => path.join(home, name));
  writeFileSync(urls ?? '', `file://${file}\n`);
  writeFileSync(settings ?? '', '');
  execFileSync('newsboat', ['-u', `${urls}`, '-c', `${cache}`, '-C', `${settings}`, '-x', 'reload'], {
    env: { ...process.env, HOME: home, LC_ALL: 'C.UTF-8' },
  });
  return JSON.parse(execFileSync('python3', ['-c', NEWSBOAT, `${cache}`], { encoding: 'utf8' }));
}

const readBytes = (file: string): Buffer => Buffer.from(published.get(path.extname(file).slice(1)) ?? '');

const fromJson = (item: Record<string, string>): Read => ({
  id: item['id'] ?? null,
  title: item['title'] ?? null,
  link: item['url'] ?? null,
  published: Date.parse(item['date_published'] ?? '') / 1000,
  content: item['content_html'] ?? null,
});
