import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { atom } from '../../support/blogs.js';
import { tagwire } from '../../support/cli.js';
import { killedAnywhere } from '../../support/killed.js';
import { polledSite, serve } from '../../support/polled-site.js';
import { isThorough } from '../../support/thorough.js';

/** One step in so many is tried. */
const EVERY = isThorough ? 3 : 7;
/** In January 2026, whose second week closes as the 12th begins. */
const at = (day: number) => ({ now: () => Date.UTC(2026, 0, day) });

test.each([
  ['closes a week', ['run', '--all', '--allow-private'], 12, 2],
  ['removes a post of a digest', ['remove', 'https://blog.example/6', '--yes'], 14, 1],
  ['goes on under another name of its tag', ['publish'], 14, 2],
])(
  'killed anywhere while it %s, the next pass brings the same digest',
  async (_what, line, day, posts) => {
    const server = await serve({});
    const sources = [`${server.origin}/a`];
    const publish = { digest: ['weekly'] };
    const { folder, configure, run } = polledSite(sources, { publish });
    const blog = [6, 7].map((n) => ({
      ...{ id: `urn:x:${n}`, title: `ffi ${n}`, link: `https://blog.example/${n}` },
      date: `2026-01-0${n}T12:00:00Z`,
    }));
    server.answers['/a'] = { status: 200, body: atom('A', blog) };
    const PASS = ['run', '--all', '--allow-private'];
    await run(PASS.join(' '), 9 * 24);
    if (day > 12) await run(PASS.join(' '), 12 * 24);
    if (line[0] === 'publish')
      configure(sources, { publish, tags: { bindings: { match: ['ffi'], aliases: ['ffi'] } } });
    const listed = (copy: string): number => {
      const feed = JSON.parse(readFileSync(path.join(copy, 'public/tags/ffi/weekly.json'), 'utf8'));
      const [digest, ...others] = feed.items as { content_html: string }[];
      expect(others).toEqual([]);
      return digest?.content_html.match(/<h3>/g)?.length ?? 0;
    };
    const work = (site: string) => tagwire(line, site, '', at(day));
    for await (const { folder: copy, how, isWhole } of killedAnywhere(folder, EVERY, work)) {
      expect((await tagwire(PASS, copy, '', at(day + 1))).code, how).toBe(0);
      const isRemoved = !readFileSync(path.join(copy, 'public/feed.json'), 'utf8').includes('urn:x:6');
      expect(listed(copy), how).toBe(isRemoved ? 1 : 2);
      if (isWhole) expect(listed(copy)).toBe(posts);
    }
  },
  600_000,
);
