import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { atom, type Blogs, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';

const PASS = 'run --all --allow-private';
const NOW = Date.UTC(2026, 0, 20);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const items = (blog: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({
    id: `${blog}-${from + index}`,
    title: `${index % 3 === 0 ? 'ffi' : 'other'} ${from + index} ü`,
    date: new Date(Date.UTC(2025, 0, 1) + (from + index) * DAY).toISOString(),
    link: `https://a.example/${from + index}`,
  })).reverse();

const run = (folder: string, line: string, at = 0) =>
  tagwire(line.split(' '), folder, '', { now: () => NOW + at * HOUR });

/** Every file below a folder but the one that says which editions it has held, with its text. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== '.tagwire-state')
    .map(({ parentPath, name }) => `${parentPath}/${name}`);
  return Object.fromEntries(
    files.sort().map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );
}

/** A site of these blogs, after a pass. */
async function publishedSite(pages: Readonly<Record<string, string | number>>) {
  const blogs = await startBlogs(pages);
  onTestFinished(() => blogs.close());
  const config = (tags: object): string =>
    JSON.stringify({
      site: { title: 'T', url: 'https://t.example/' },
      publish: { limit: 20 },
      sources: Object.keys(pages).map((name) => `${blogs.origin}${name}`),
      tags,
    });
  const folder = configFolder(config({ ffi: ['ffi'], old: ['other'] }));
  const configure = (tags: object): void => writeFileSync(path.join(folder, 'feeds.json'), config(tags));
  await run(folder, PASS, -50);
  return { folder, blogs, configure };
}

/**
 * A site with a history: archives, copies, what was removed and retired, a host that wants to be left alone.
 */
async function oldSite(): Promise<{ folder: string; blogs: Blogs }> {
  const a = atom('A', items('a', 0, 230));
  const copy = atom('Copy', items('c', 200, 235));
  const { folder, blogs, configure } = await publishedSite({
    '/a': a,
    '/copy': copy,
    '/gone': 404,
    '/busy': 404,
  });
  configure({ ffi: ['ffi'] });
  blogs.pages.set('/a', atom('A', items('a', 0, 240)));
  blogs.pages.set('/gone', 410).set('/busy', 503);
  await run(folder, PASS, -25);
  await run(folder, 'remove https://a.example/100', -20);
  blogs.asked();
  return { folder, blogs };
}

/** The backup of a site, written beside its feeds.json. */
async function backedUp(folder: string): Promise<string> {
  const { code, out, err } = await run(folder, 'export --all');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  writeFileSync(path.join(folder, 'backup.ndjson'), out);
  return out;
}

/** feeds.json and a backup, on another machine. */
function elsewhere(folder: string): string {
  const copy = configFolder(readFileSync(path.join(folder, 'feeds.json'), 'utf8'));
  cpSync(path.join(folder, 'backup.ndjson'), path.join(copy, 'backup.ndjson'));
  return copy;
}

describe('a backup, imported where there is no database', () => {
  test('is the same database: its backup, its site, and what the next pass asks and brings', async () => {
    const { folder, blogs } = await oldSite();
    const backup = await backedUp(folder);
    const copy = elsewhere(folder);
    expect(await run(copy, 'import backup.ndjson')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringMatching(/^Restored 274 entries of 4 sources from backup\.ndjson/),
    });
    expect(await backedUp(copy)).toBe(backup);
    rmSync(path.join(folder, 'public'), { recursive: true });
    for (const one of [folder, copy]) await run(one, 'publish');
    expect(filesIn(path.join(copy, 'public'))).toEqual(filesIn(path.join(folder, 'public')));
    blogs.pages.set('/busy', atom('Busy', items('busy', 0, 2)));
    const asked = [];
    for (const one of [folder, copy]) {
      blogs.pages.set('/a', atom('A', items('a', 0, 240)));
      await run(one, PASS, 1);
      blogs.pages.set('/a', atom('A', items('a', 0, 245)));
      await run(one, PASS, 2);
      asked.push(blogs.asked());
    }
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[0]?.map(({ status }) => status).sort()).toEqual([200, 200, 304, 304, 304, 304, 410]);
    expect(filesIn(path.join(copy, 'public'))).toEqual(filesIn(path.join(folder, 'public')));
    expect((await run(copy, 'doctor', 3)).out).toMatch(/^All is well/);
  });

  test('has what was stored and not rendered yet rendered by the next command, over the same public/', async () => {
    const { folder } = await oldSite();
    const more = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'E',
      items: [{ id: 'e1', content_text: 'ffi' }],
    };
    writeFileSync(path.join(folder, 'more.json'), JSON.stringify(more));
    await run(folder, 'import more.json');
    const backup = await backedUp(folder);
    const copy = elsewhere(folder);
    cpSync(path.join(folder, 'public'), path.join(copy, 'public'), { recursive: true });
    await run(copy, 'import backup.ndjson');
    expect(await backedUp(copy)).toBe(backup);
    for (const one of [folder, copy]) await run(one, 'publish');
    expect(filesIn(path.join(copy, 'public'))).toEqual(filesIn(path.join(folder, 'public')));
  });

  test('has the last removal, which is taken back there as it would have been here', async () => {
    const { folder } = await oldSite();
    await backedUp(folder);
    const copy = elsewhere(folder);
    cpSync(path.join(folder, 'public'), path.join(copy, 'public'), { recursive: true });
    await run(copy, 'import backup.ndjson');
    for (const one of [folder, copy])
      expect(await run(one, 'remove --undo --yes')).toMatchObject({
        code: 0,
        out: 'Brought back "other 100 ü" and every copy of it, 1 entry\n',
      });
    expect(filesIn(path.join(copy, 'public'))).toEqual(filesIn(path.join(folder, 'public')));
  });

  test('may be one of the version before, which had no removal in it', async () => {
    const { folder } = await oldSite();
    const lines = (await backedUp(folder)).trimEnd().split('\n');
    const pieces = lines.slice(1, -1).filter((line) => !/^\{"kind":"(removal|taken)"/.test(line));
    expect(pieces).toHaveLength(lines.length - 4);
    const text = ['{"tagwire":"backup","version":1}', ...pieces, ''].join('\n');
    const sha256 = createHash('sha256').update(text).digest('hex');
    const copy = elsewhere(folder);
    const end = JSON.stringify({ kind: 'end', pieces: pieces.length, sha256 });
    writeFileSync(path.join(copy, 'backup.ndjson'), `${text}${end}\n`);
    expect(await run(copy, 'import backup.ndjson')).toMatchObject({ code: 0, err: '' });
    expect(await run(copy, 'remove --undo')).toMatchObject({ code: 1 });
  });

  test('is readable by its owner alone, and comes from standard input too', async () => {
    const { folder } = await oldSite();
    const backup = await backedUp(folder);
    const copy = configFolder();
    expect(await tagwire(['import', '-', '--json'], copy, backup)).toMatchObject({ code: 0 });
    const modes = readdirSync(path.join(copy, 'data'), { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(path.join(copy, 'data', name)).mode & 0o077,
    );
    expect(new Set(modes)).toEqual(new Set([0]));
  });
});

describe('an import of a backup is refused in one line, with nothing changed,', () => {
  let backup: readonly string[];
  beforeEach(async () => {
    const { folder } = await publishedSite({ '/a': atom('A', items('a', 0, 5)) });
    backup = (await backedUp(folder)).split('\n');
  });

  const refused = async (text: string): Promise<string> => {
    const folder = configFolder();
    writeFileSync(path.join(folder, 'backup.ndjson'), text);
    const { code, out, err } = await run(folder, 'import backup.ndjson');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(existsSync(path.join(folder, 'data'))).toBe(false);
    return err;
  };

  test('wherever it breaks off', async () => {
    const text = backup.join('\n');
    for (let length = '{"tagwire":"backup","version":1}'.length; length < text.length - 2; length += 997)
      expect(await refused(text.slice(0, length))).toMatch(
        /^error: backup\.ndjson breaks off after \d+ lines; nothing was imported\n$/,
      );
  });

  test.each<[string, (lines: readonly string[]) => readonly string[]]>([
    ['a line is lost', (lines) => lines.toSpliced(3, 1)],
    ['a line stands twice', (lines) => lines.toSpliced(3, 0, lines[3] ?? '')],
    ['a letter is another one', (lines) => lines.map((line) => line.replace('ffi', 'ffj'))],
    ['its first line says nothing', (lines) => lines.with(0, '{"tagwire":"backup"}')],
    [
      'its last line counts otherwise',
      (lines) => lines.map((line) => line.replace('"pieces":', '"pieces":1')),
    ],
    ['line ends are those of Windows', (lines) => lines.map((line) => line && `${line}\r`)],
  ])('where %s', async (_name, alter) => {
    expect(await refused(alter(backup).join('\n'))).toBe(
      'error: backup.ndjson is damaged; nothing was imported\n',
    );
  });

  test('where a newer tagwire wrote it', async () => {
    const newer = backup.with(0, '{"tagwire":"backup","version":99}').join('\n');
    expect(await refused(newer)).toBe(
      'error: backup.ndjson was written by a newer tagwire (backup version 99); update this one\n',
    );
  });

  test('where there is a database, or another file with it', async () => {
    const folder = configFolder();
    writeFileSync(path.join(folder, 'backup.ndjson'), backup.join('\n'));
    await run(folder, 'import backup.ndjson');
    const before = filesIn(folder);
    const again = await run(folder, 'import backup.ndjson');
    expect([again.code, again.err]).toEqual([
      1,
      'error: data has a database already: another is written only where there is none\n',
    ]);
    expect(await run(folder, 'import backup.ndjson backup.ndjson')).toMatchObject({ code: 2 });
    expect(filesIn(folder)).toEqual(before);
  });
});

test('a backup of before there were events makes a database without any', async () => {
  const { folder } = await publishedSite({ '/a': atom('A', items('a', 0, 5)) });
  const lines = (await backedUp(folder)).split('\n').slice(1, -2);
  const old = lines
    .filter((line) => !line.startsWith('{"kind":"events"'))
    .map((line) => line.replace(/,"troubles":\{\}/, ''));
  const text = ['{"tagwire":"backup","version":1}', ...old].map((line) => `${line}\n`).join('');
  const end = { kind: 'end', pieces: old.length, sha256: createHash('sha256').update(text).digest('hex') };
  const copy = configFolder(readFileSync(path.join(folder, 'feeds.json'), 'utf8'));
  writeFileSync(path.join(copy, 'backup.ndjson'), `${text}${JSON.stringify(end)}\n`);
  expect([old.length, (await run(copy, 'import backup.ndjson')).code]).toEqual([lines.length - 1, 0]);
  expect((await run(copy, PASS)).code).toBe(0);
  expect(readFileSync(path.join(copy, 'data/health.atom'), 'utf8')).not.toContain('<entry');
});

test('a database that was lost is not backed up: the file would take the place of a good one', async () => {
  const { folder } = await publishedSite({ '/a': atom('A', items('a', 0, 5)) });
  rmSync(path.join(folder, 'data'), { recursive: true });
  const { code, out, err } = await run(folder, 'export --all');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe('error: data has nothing to back up: was it lost, or is it not mounted?\n');
  expect(existsSync(path.join(folder, 'data'))).toBe(false);
});
