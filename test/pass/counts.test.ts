import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { PassSummary } from '../../src/pass/summary.js';
import { atom, type Item, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';

const HOME = 'https://own.example/';
/** Posts of one blog, as it has them itself or as a copyist has them. */
const posts = (prefix: string, ...ids: readonly string[]): readonly Item[] =>
  ids.map((id) => ({ id: `${prefix}${id}`, title: `ffi ${id}`, link: `${HOME}${id}` }));
const blog = (...ids: readonly string[]): string => atom('Own', posts('', ...ids), HOME);
const copyist = (...ids: readonly string[]): string => atom('Copyist', posts('copy-of-', ...ids));
const edited = (id: string): string =>
  atom('Own', [{ id, title: `ffi ${id}, once more`, link: HOME + id }], HOME);

/** What a pass reports: posts that are new, changed, filed; sources without news. */
type Reported = readonly [fresh: number, changed: number, filed: number, unchanged: number];

/** What a copyist, a second one and the blog have when a pass comes, and what it reports. */
interface Pass {
  readonly has: readonly [first: string, second: string, own: string];
  readonly reports: Reported;
}

const NONE = atom('Nothing', []);

const rows: readonly (readonly [string, object, readonly Pass[]])[] = [
  [
    'a post that three sources bring is one',
    {},
    [{ has: [copyist('1', '2'), copyist('2', '3'), blog('1', '2', '3')], reports: [3, 0, 3, 2] }],
  ],
  [
    'a copy of a known post is none',
    {},
    [
      { has: [NONE, NONE, blog('1')], reports: [1, 0, 1, 2] },
      { has: [copyist('1'), NONE, blog('1')], reports: [0, 0, 0, 3] },
    ],
  ],
  [
    'a known post that its own blog brings now has changed',
    {},
    [
      { has: [copyist('1'), NONE, NONE], reports: [1, 0, 1, 2] },
      { has: [copyist('1'), copyist('1'), blog('1', '2')], reports: [1, 1, 2, 2] },
    ],
  ],
  [
    'an edit is a change, of the copy that is published',
    {},
    [
      { has: [copyist('1'), NONE, blog('1')], reports: [1, 0, 1, 2] },
      { has: [copyist('1'), NONE, edited('1')], reports: [0, 1, 1, 2] },
    ],
  ],
  [
    'what `only` holds back is none, until an edit lets it through',
    { only: ['once more'] },
    [
      { has: [NONE, NONE, blog('1')], reports: [0, 0, 0, 3] },
      { has: [NONE, NONE, edited('1')], reports: [1, 0, 1, 2] },
    ],
  ],
  [
    'a post under no tag is new all the same',
    { tags: { async: ['async'] } },
    [{ has: [NONE, NONE, blog('1')], reports: [1, 0, 0, 2] }],
  ],
];

test.each(rows)('%s', async (_name, more, passes) => {
  const blogs = await startBlogs();
  onTestFinished(() => blogs.close());
  const names = ['/first', '/second', '/own'];
  const folder = configFolder();
  const site = { title: 'T', url: 'https://t.example/' };
  const sources = names.map((name) => blogs.origin + name);
  const config = { site, sources, tags: { ffi: ['ffi'] }, ...more };
  writeFileSync(path.join(folder, 'feeds.json'), JSON.stringify(config));
  let published = 0;
  for (const { has, reports } of passes) {
    for (const [n, name] of names.entries()) blogs.pages.set(name, has[n] ?? 404);
    const { out } = await tagwire(['run', '--all', '--allow-private', '--json'], folder);
    const summary: PassSummary = JSON.parse(out);
    const { new: fresh, changed, filed, unchanged } = summary;
    expect([fresh.posts, changed.posts, filed.posts, unchanged]).toEqual(reports);
    published += fresh.posts;
    const feed = JSON.parse(readFileSync(path.join(folder, 'public/feed.json'), 'utf8'));
    expect(feed.items).toHaveLength(published);
  }
});
