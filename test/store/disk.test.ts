import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Blogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { namesIn, PASS, published, siteOf, startSizedBlogs, textsIn } from './disk-site.js';

let blogs: Blogs;
beforeAll(async () => {
  blogs = await startSizedBlogs();
});
afterAll(() => blogs.close());

test('a temp file of a process that died is gone after the next pass', async () => {
  const folder = siteOf(`${blogs.origin}/small`);
  await tagwire(PASS, folder);
  for (const name of ['.db.json.999999.0.tmp', '.site.json.1.3.tmp'])
    writeFileSync(path.join(folder, 'data', name), 'half a fi');
  await tagwire(PASS, folder);
  expect(namesIn(path.join(folder, 'data')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

test('a damaged file is one line on stderr and exit code 1; public/ is left alone; doctor mends it', async () => {
  const folder = siteOf(`${blogs.origin}/small`);
  await tagwire(PASS, folder);
  const before = textsIn(path.join(folder, 'public'));
  writeFileSync(path.join(folder, 'data', 'db.json'), '{"version": 1, "fac');
  expect(await tagwire(PASS, folder)).toEqual({
    code: 1,
    out: '',
    err: 'error: data/db.json is damaged; nothing has been overwritten: run tagwire doctor, which mends what can be mended\n',
  });
  expect(textsIn(path.join(folder, 'public'))).toEqual(before);
  const { code, out } = await tagwire(['doctor'], folder);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^Mended data; the next run or publish shows it\n {2}db\.json was damaged: moved to quarantine/,
  );
  expect((await tagwire(['doctor'], folder)).out).toMatch(/^All is well: \d+ files read\n$/);
  const again = await tagwire(PASS, folder);
  expect([again.code, again.err]).toEqual([0, '']);
  expect(published(folder)).toBe(20);
});

test('export and import are a way to another machine', async () => {
  const folder = siteOf(`${blogs.origin}/small`);
  await tagwire(PASS, folder);
  const { out: all } = await tagwire(['export', '--json'], folder);
  expect(JSON.parse(all).items).toHaveLength(20);
  const imported = await tagwire(['import', '-', '--data', 'copy'], folder, all);
  expect(imported.out).toBe('Added 20 entries from standard input; the next run or publish shows them\n');
  expect((await tagwire(['export', '--json', '--data', 'copy'], folder)).out).toBe(all);
  expect((await tagwire(['export', '--tag', 'nothing'], folder)).code).toBe(2);
});

test('a removed post is gone from public/ at once', async () => {
  const folder = siteOf(`${blogs.origin}/small`);
  await tagwire(PASS, folder);
  expect(await tagwire(['remove', 'https://blog.example/p19'], folder)).toEqual({
    code: 0,
    out: 'Removed 1 entry for good\n',
    err: '',
  });
  for (const [name, text] of textsIn(path.join(folder, 'public')))
    expect(text, name).not.toContain('blog.example/p19"');
  const { code, err } = await tagwire(['remove', 'https://blog.example/p19'], folder);
  expect([code, err]).toEqual([1, 'error: nothing is stored under https://blog.example/p19\n']);
});
