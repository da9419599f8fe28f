import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Blogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { namesIn, PASS, published, siteOf, startSizedBlogs, textsIn } from './disk-site.js';

let blogs: Blogs;
beforeAll(async () => {
  blogs = await startSizedBlogs();
});
afterAll(() => blogs.close());

describe('what is stored is for its owner alone', () => {
  const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);

  /** Every mode below a folder, once. */
  const modesIn = (folder: string): readonly string[] => {
    const found = readdirSync(folder, { recursive: true, withFileTypes: true });
    const kinds = found.map((entry) => {
      const mode = modeOf(path.join(entry.parentPath, entry.name));
      return `${entry.isFile() ? 'file' : 'folder'} ${mode}`;
    });
    return [...new Set(kinds)].sort();
  };

  test('and what is published for whom the umask says', async () => {
    const folder = siteOf(`${blogs.origin}/small`);
    const data = path.join(folder, 'new', 'data');
    expect((await tagwire([...PASS, '--data', data, '--out', 'new/public'], folder)).code).toBe(0);
    expect([modeOf(data), modesIn(data)]).toEqual(['700', ['file 600', 'folder 700']]);
    const usual = (mode: number): string => (mode & ~process.umask()).toString(8);
    expect(modeOf(path.join(folder, 'new'))).toBe(usual(0o777));
    expect(modesIn(path.join(folder, 'new', 'public'))).toEqual([
      `file ${usual(0o666)}`,
      `folder ${usual(0o777)}`,
    ]);
  });

  test('a folder that the operator opened stays open, a file in it only until it is written anew', async () => {
    const folder = siteOf(`${blogs.origin}/small`);
    const data = path.join(folder, 'data');
    await tagwire(PASS, folder);
    chmodSync(data, 0o750);
    for (const name of namesIn(data)) chmodSync(path.join(data, name), 0o640);
    expect((await tagwire(PASS, folder)).code).toBe(0);
    expect(modeOf(data)).toBe('750');
    expect(modeOf(path.join(data, 'db.json'))).toBe('600');
    expect(modesIn(path.join(data, 'sources'))).toEqual(['file 640']);
  });

  test('what doctor puts aside, too', async () => {
    const folder = siteOf(`${blogs.origin}/small`);
    const data = path.join(folder, 'data');
    await tagwire(PASS, folder);
    writeFileSync(path.join(data, 'db.json'), '{"version": 1, "fac');
    await tagwire(['doctor'], folder);
    expect([modeOf(path.join(data, 'quarantine')), modesIn(data)]).toEqual([
      '700',
      ['file 600', 'folder 700'],
    ]);
  });
});

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

test('doctor says what it makes anew, and of how much', async () => {
  const folder = siteOf(`${blogs.origin}/small`);
  await tagwire(PASS, folder);
  writeFileSync(path.join(folder, 'data', 'site.json'), '{');
  expect((await tagwire(['doctor'], folder)).out).toBe(
    `Mended data; the next run or publish shows it
  site.json was damaged: rebuilt
  site.json: window and counts made anew from 1 document
`,
  );
});

test('export and import are a way to another machine', async () => {
  const folder = siteOf(`${blogs.origin}/small`);
  await tagwire(PASS, folder);
  const { out: all } = await tagwire(['export', '--json'], folder);
  expect(JSON.parse(all).items).toHaveLength(20);
  const imported = await tagwire(['import', '-', '--data', 'copy'], folder, all);
  expect(imported.out).toBe('Added 20 entries from standard input; the next run or publish shows them\n');
  expect((await tagwire(['export', '--json', '--data', 'copy'], folder)).out).toBe(all);
  const one = JSON.stringify({ ...JSON.parse(all), items: [JSON.parse(all).items[0]] });
  expect((await tagwire(['import', '-', '--data', 'one'], folder, one)).out).toBe(
    'Added 1 entry from standard input; the next run or publish shows it\n',
  );
  expect((await tagwire(['export', '--tag', 'nothing'], folder)).code).toBe(2);
});

describe('who sits at a terminal is asked before anything is removed', () => {
  const removing = async (what: string, answer: string, ...args: string[]) => {
    const folder = siteOf(`${blogs.origin}/small`);
    await tagwire(PASS, folder);
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return answer;
    };
    const { out } = await tagwire(['remove', ...args, what], folder, '', { ask });
    return { asked, out, left: published(folder) };
  };

  test('and told what goes: a post', async () => {
    expect(await removing('https://blog.example/p19', 'y')).toEqual({
      asked: ['Take "Post 19 ffi" and every copy of it out for good? [y/N] '],
      out: 'Removed "Post 19 ffi" and every copy of it, 1 entry, for good\ntagwire remove --undo takes it back\n',
      left: 19,
    });
  });

  test('and told what goes: a source; any answer but yes leaves it', async () => {
    expect(await removing(`${blogs.origin}/small`, '')).toEqual({
      asked: ['Take all of A, 20 entries, out for good? [y/N] '],
      out: 'Nothing was removed\n',
      left: 20,
    });
  });

  test('unless --yes says so', async () => {
    expect(await removing('https://blog.example/p19', 'n', '--yes')).toMatchObject({ asked: [], left: 19 });
  });
});

test('a removed post is gone from public/ at once', async () => {
  const folder = siteOf(`${blogs.origin}/small`);
  await tagwire(PASS, folder);
  expect(await tagwire(['remove', 'https://blog.example/p19'], folder)).toEqual({
    code: 0,
    out: 'Removed "Post 19 ffi" and every copy of it, 1 entry, for good\ntagwire remove --undo takes it back\n',
    err: '',
  });
  for (const [name, text] of textsIn(path.join(folder, 'public')))
    expect(text, name).not.toContain('blog.example/p19"');
  const { code, err } = await tagwire(['remove', 'https://blog.example/p19'], folder);
  expect([code, err]).toEqual([1, 'error: nothing is stored under https://blog.example/p19\n']);
});
