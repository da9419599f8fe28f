import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { feedsJson } from '../config/grammar/grammar.js';
import { atom } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';
import { serve } from '../support/polled-site.js';

const TAGS = '{ "ffi": ["ffi"], "web": ["wasm"] }';
const ONLY = '"only": ["rust"]';

/** Six posts, the newest first; the last one is about nothing that passes. */
const POSTS = [
  { id: 'f', title: 'Rust and FFI', date: '2026-03-06T00:00:00Z' },
  { id: 'e', title: 'Rust in wasm', date: '2026-03-05T00:00:00Z' },
  { id: 'd', title: 'Rust', date: '2026-03-04T00:00:00Z' },
  { id: 'c', title: 'Rust again', date: '2026-03-03T00:00:00Z' },
  { id: 'b', title: 'Knitting', date: '2026-03-02T00:00:00Z' },
  { id: 'a', title: 'Knitting again', date: '2026-03-01T00:00:00Z' },
];
const german = (feed: string): string => feed.replace('<feed ', '<feed xml:lang="de" ');

const site = (sources: readonly (string | object)[]): string =>
  configFolder(feedsJson(ONLY, { tags: TAGS, sources: JSON.stringify(sources) }));

const probe = (folder: string, ...args: readonly string[]) =>
  tagwire(['check', '--probe', '--allow-private', ...args], folder);

test('a source that the database does not know is shown with the tags that its posts would get', async () => {
  const { origin, paths } = await serve({ '/new': german(atom('Knots', POSTS)), '/old': atom('Old', []) });
  const folder = site([`${origin}/old`]);
  expect((await tagwire(['run', '--allow-private'], folder)).code).toBe(0);
  paths();
  const sources = JSON.stringify([`${origin}/old`, { url: `${origin}/new`, tags: ['web'] }]);
  writeFileSync(path.join(folder, 'feeds.json'), feedsJson(ONLY, { tags: TAGS, sources }));
  expect(await probe(folder)).toEqual({
    code: 0,
    out: `✓ feeds.json: 2 sources, 2 tags
✓ Knots
  ${origin}/new
  Atom 1.0; language de; 6 posts, 4 of them pass "only"; the newest of 6 Mar 2026
    6 Mar 2026  Rust and FFI  ffi, web
    5 Mar 2026  Rust in wasm  web
    4 Mar 2026  Rust          web
    3 Mar 2026  Rust again    web
    2 Mar 2026  Knitting      held back by "only"
1 source is new to the database: 1 can be read
`,
    err: '',
  });
  expect(paths()).toEqual(['/new']);
  await tagwire(['run', '--allow-private'], folder);
  expect((await probe(folder)).out).toContain('No source is new to the database\n');
});

test('a source that fails is told with its reason, and the exit code is 1', async () => {
  const { origin } = await serve({ '/page': '<html><body>Hello</body></html>', '/ok': atom('Fine', []) });
  const { code, out } = await probe(site([`${origin}/gone`, `${origin}/page`, `${origin}/ok`]));
  expect(code).toBe(1);
  expect(out).toContain(`✗ ${origin}/gone: 404 from the server\n`);
  expect(out).toMatch(new RegExp(`✗ ${origin}/page: .*page`));
  expect(out).toContain('3 sources are new to the database: 1 can be read, 2 fail\n');
});

test('what can not be read of a feed, and where it has moved, is told', async () => {
  const bad = atom('Odd', [{ id: 'a', title: 'A', date: 'yesterday' }]);
  const { origin, answers } = await serve({ '/new': bad });
  answers['/old'] = { status: 301, headers: { location: `${origin}/new` } };
  const { code, out } = await probe(site([`${origin}/old`]));
  expect(code).toBe(0);
  expect(out).toContain(`  ! it has moved to ${origin}/new: propose that address\n`);
  expect(out).toMatch(/ {2}! .*unreadable date "yesterday"/);
});

test('a known source under another address is named: by address, id, home page and posts', async () => {
  const own = atom('Known', POSTS, 'https://known.example/');
  const { origin, answers } = await serve({ '/known': own, '/same': own });
  answers['/led'] = { status: 302, headers: { location: `${origin}/known` } };
  answers['/home'] = atom('Else', [], 'https://known.example');
  const folder = site([`${origin}/known`]);
  await tagwire(['run', '--allow-private'], folder);
  const sources = ['known', 'same', 'led', 'home'].map((name) => `${origin}/${name}`);
  writeFileSync(
    path.join(folder, 'feeds.json'),
    feedsJson(ONLY, { tags: TAGS, sources: JSON.stringify(sources) }),
  );
  const { out } = await probe(folder);
  const known = `Known (${origin}/known)`;
  expect(out.match(/ {2}! .*/g)).toEqual([
    `  ! it has the id of ${known}`,
    `  ! 5 of its 5 newest posts came from ${known}`,
    `  ! the same feed as ${known}`,
    `  ! 5 of its 5 newest posts came from ${known}`,
    `  ! it has the home page of ${known}`,
  ]);
});

test('no secret is sent: a source that needs one is not asked, and that is no failure', async () => {
  const { origin, asked } = await serve({ '/a': atom('A', []), '/b': atom('B', []) });
  const folder = site([
    { url: `${origin}/a`, headers: { Authorization: 'Bearer $TOKEN' } },
    { url: `${origin}/b`, headers: { 'X-Plain': 'yes' } },
  ]);
  const { code, out } = await tagwire(['check', '--probe', '--allow-private'], folder, '', {
    env: { TOKEN: 'hush' },
  });
  expect(code).toBe(0);
  expect(out).toContain(`· ${origin}/a: its headers need a secret, which only a pass sends\n`);
  expect(asked().map(({ path, headers }) => [path, headers['x-plain']])).toEqual([['/b', 'yes']]);
});

test('a source is asked though a webhook of the site has secrets', async () => {
  const { origin, paths } = await serve({ '/a': atom('A', []) });
  const notify = '"notify": [{ "tag": "ffi", "url": "$WEBHOOK_URL", "as": "slack" }]';
  const text = feedsJson(notify, { tags: TAGS, sources: JSON.stringify([`${origin}/a`]) });
  expect((await probe(configFolder(text))).code).toBe(0);
  expect(paths()).toEqual(['/a']);
});

test('a reading list that is new is told, and not asked', async () => {
  const { origin, paths } = await serve({ '/list': '<opml><body/></opml>' });
  const { code, out } = await probe(site([{ opml: `${origin}/list`, max: 40 }]));
  expect(code).toBe(0);
  expect(out).toContain(`· ${origin}/list: a reading list: 40 feeds of it at most will be polled\n`);
  expect(paths()).toEqual([]);
});

test('private addresses are refused', async () => {
  const { origin, paths } = await serve({ '/a': atom('A', []) });
  const { code, out } = await tagwire(['check', '--probe'], site([`${origin}/a`]));
  expect(code).toBe(1);
  expect(out).toContain('private');
  expect(paths()).toEqual([]);
});

test('nothing is asked where feeds.json has errors', async () => {
  const { origin, paths } = await serve({ '/a': atom('A', []) });
  const folder = site([`${origin}/a`, `${origin}/a/`]);
  expect((await probe(folder)).code).toBe(2);
  expect(paths()).toEqual([]);
});

test('--json has it all, --since asks for --probe', async () => {
  const { origin } = await serve({ '/a': atom('A', POSTS) });
  const { out } = await probe(site([`${origin}/a`]), '--json');
  expect(JSON.parse(out).probe).toMatchObject({
    since: null,
    sources: [{ kind: 'feed', url: `${origin}/a`, title: 'A', language: null, posts: 6, admitted: 4 }],
  });
  const misused = await tagwire(['check', '--since', 'HEAD'], site([]));
  expect([misused.code, misused.err]).toEqual([2, 'error: --since goes with --probe\n']);
});

test('as Markdown, what others wrote stands in code', async () => {
  const hostile = atom('@all `x` [a](http://b.example)', [
    {
      id: 'a',
      title: 'Rust ![x](http://t.example/i.png) &lt;img src=x&gt; ``y``',
      date: '2026-03-06T00:00:00Z',
    },
  ]);
  const { origin } = await serve({ '/a': hostile });
  const { code, out } = await probe(site([`${origin}/a`, `${origin}/b`]), '--format', 'markdown');
  expect(code).toBe(1);
  expect(out).toBe(`\`feeds.json: 2 sources, 2 tags\`

\`2 sources are new to the database: 1 can be read, 1 fails\`

### \`\` @all \`x\` [a](http://b.example) \`\`
- \`${origin}/a\`
- \`Atom 1.0; no language stated; 1 post, it passes "only"; the newest of 6 Mar 2026\`
- 6 Mar 2026 \`\`\` Rust ![x](http://t.example/i.png) <img src=x> \`\`y\`\` \`\`\`: no tag

### Fails: \`${origin}/b\`
- \`404 from the server\`
`);
});

test('a comment fits: more than GitHub takes is counted', async () => {
  const sources = Array.from({ length: 400 }, (_, n) => ({
    url: `https://blog.example/${n}/${'x'.repeat(200)}`,
    headers: { 'X-A': '$TOKEN' },
  }));
  const { out } = await probe(site(sources), '--format', 'markdown');
  expect(out.length).toBeLessThan(65_536);
  expect(out).toMatch(/\nand \d+ more\n$/);
});
