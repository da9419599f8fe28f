import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { FeedEntry } from '../../src/model/feed.js';
import { openStore } from '../../src/store/index.js';
import { day, url } from '../support/build.js';
import { Planet } from '../support/planet.js';
import { keyed, remove } from './contract.js';

const A = 'https://a.example/feed';

/** Enough for a sealed file and archives; `edit` changes the oldest, which stand in them. */
const posts = (count: number, edit = ''): readonly Partial<FeedEntry>[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `https://a.example/${n}`,
    url: url(`https://a.example/${n}`),
    title: `ffi ${n}${n < 3 ? edit : ''}`,
    published: day(n),
  }));

/** A database with a file of each kind: the first test makes it, every test works on a copy. */
const made = mkdtempSync(path.join(tmpdir(), 'tagwire-faults-'));
afterAll(() => rmSync(made, { recursive: true }));

/** A site with a file of each kind. */
async function established(): Promise<Planet> {
  const planet = new Planet([A], { publish: { limit: 10 } });
  if (readdirSync(made).length === 0) await establish(planet);
  cpSync(made, planet.data, { recursive: true });
  return planet;
}

async function establish(planet: Planet): Promise<void> {
  await planet.pass(300, [A, posts(250)]);
  await planet.pass(300, [A, posts(252)]);
  await planet.open(300, (store, { listed }) =>
    remove(store, [keyed('urn:x')], { source: listed[0]?.record.key ?? '' }),
  );
  cpSync(planet.data, made, { recursive: true });
}

const news = (planet: Planet) => planet.pass(301, [A, posts(253, ' edited')]);

const SOURCE = 'sources/a-example-feed-';
const KINDS: readonly (readonly [string, RegExp])[] = [
  ['the state of the sources', /^db\.json$/],
  ['a source', new RegExp(`^${SOURCE}\\w+\\.json$`)],
  ['an older part of a source', new RegExp(`^${SOURCE}\\w+\\.001\\.json$`)],
  ['what the operator removed', /^removed\.json$/],
  ['the last removal', /^removal\.json$/],
  ['a window', /^tags\/ffi\.json$/],
  ['an archive', /^tags\/ffi\/1\.json$/],
  ['the site’s window', /^site\.json$/],
  ['what pages count', /^summary\.json$/],
  ['the index', /^index\/[01]+\.json$/],
];

const DAMAGES: readonly (readonly [string, (file: string) => void])[] = [
  ['truncated', (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2))],
  ['empty', (file) => truncateSync(file)],
  ['noise', (file) => writeFileSync(file, Buffer.from(Array.from({ length: 999 }, (_, n) => (n * 7) % 256)))],
  ['JSON in which members are wrong', (file) => writeFileSync(file, withoutFirstMembers(readFileSync(file)))],
  ['JSON in which lists are objects', (file) => writeFileSync(file, withoutLists(readFileSync(file)))],
];

/** The file as an edit or a flipped bit leaves it: still JSON, with nothing where something should stand. */
function withoutFirstMembers(bytes: Buffer): string {
  const data: Record<string, Record<string, unknown> | unknown[] | number> = JSON.parse(bytes.toString());
  for (const members of Object.values(data))
    for (const first of Object.keys(members).slice(0, 1)) Reflect.set(Object(members), first, null);
  return JSON.stringify(data);
}

/** Each list is an object with its elements as members; of a file without any list the same as above. */
function withoutLists(bytes: Buffer): string {
  const data: Record<string, unknown> = JSON.parse(bytes.toString());
  if (!Object.values(data).some(Array.isArray)) return withoutFirstMembers(bytes);
  const members = Object.entries(data).map(([name, value]) => [
    name,
    Array.isArray(value) ? { ...value } : value,
  ]);
  return JSON.stringify(Object.fromEntries(members));
}

const namesIn = (planet: Planet): readonly string[] =>
  readdirSync(planet.data, { recursive: true }).map(String).sort();

function filesIn(planet: Planet, pattern: RegExp): readonly string[] {
  const names = namesIn(planet).filter((one) => pattern.test(one));
  expect(names.length).toBeGreaterThan(0);
  return names;
}

/** The index has many files, of which a pass reads those that it needs: all are damaged. */
function damage(
  planet: Planet,
  pattern: RegExp,
  inflict: (file: string) => void,
): ReadonlyMap<string, Buffer> {
  const names = filesIn(planet, pattern);
  for (const name of names) inflict(path.join(planet.data, name));
  return new Map(names.map((name) => [name, readFileSync(path.join(planet.data, name))]));
}

describe.each(KINDS)('%s', (_kind, pattern) => {
  test.each(DAMAGES)(
    'that is %s is named, never overwritten, and mended by the doctor',
    async (_how, inflict) => {
      const planet = await established();
      const damaged = damage(planet, pattern, inflict);
      const failure = await news(planet).catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: 'UserError', exitCode: 1 });
      const message = String(failure instanceof Error ? failure.message : failure);
      expect(
        [...damaged.keys()].some((name) => message.startsWith(`${planet.data}/${name} is damaged`)),
      ).toBe(true);
      expect(message).toContain('run tagwire doctor');
      for (const [name, bytes] of damaged) expect(readFileSync(path.join(planet.data, name))).toEqual(bytes);

      const { done } = await planet.doctor(301);
      for (const name of damaged.keys()) expect(done.some((line) => line.startsWith(name))).toBe(true);
      expect(await planet.doctor(301)).toMatchObject({ done: [], added: 0, removed: 0 });
      await news(planet);
      expect(await planet.titles('tags/ffi')).toEqual(
        posts(253)
          .map(({ title }) => title)
          .slice(-10)
          .reverse(),
      );
      expect(await planet.count('tags/ffi')).toBe(253);
      expect((await planet.stored(A)).length).toBe(253);
    },
  );

  test('of a newer tagwire is named and left alone, by the doctor too', async () => {
    const planet = await established();
    const newer = damage(planet, pattern, (file) => {
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, text.replace('"version": 3', '"version": 4'));
    });
    await expect(news(planet)).rejects.toThrow(/was written by a newer tagwire \(data version 4\); update/);
    await expect(planet.doctor(301)).rejects.toThrow(/newer tagwire/);
    for (const [name, bytes] of newer) expect(readFileSync(path.join(planet.data, name))).toEqual(bytes);
  });
});

describe('what is missing is named before anything takes its place', () => {
  test.each([
    ['the newest entries of a source', /^sources\/[^.]+\.json$/, 'goes on without it'],
    ['a sealed file of a source', /^sources\/[^.]+\.001\.json$/, 'goes on without it'],
    ['a window', /^tags\/ffi\.json$/, 'makes it anew'],
    ['the site’s window', /^site\.json$/, 'makes it anew'],
  ])('%s', async (_what, pattern, cure) => {
    const planet = await established();
    const [name = ''] = filesIn(planet, pattern);
    rmSync(path.join(planet.data, name));
    const others = (): readonly string[] =>
      filesIn(planet, /^(sources|tags|site)\/.*json$/).map((one) =>
        readFileSync(path.join(planet.data, one), 'utf8'),
      );
    const before = others();
    const file = path.join(planet.data, name);
    await expect(news(planet)).rejects.toThrow(`${file} is missing; tagwire doctor ${cure}`);
    if (name.startsWith('sources/')) expect(others()).toEqual(before);
    await planet.doctor(301);
    expect(await planet.doctor(301)).toMatchObject({ done: [], added: 0, removed: 0 });
    await news(planet);
    expect(await planet.count('tags/ffi')).toBe(253);
    expect((await planet.stored(A)).length).toBe(253);
  });

  test('a source without sealed files has none to lose, and is polled anew', async () => {
    const planet = new Planet([A]);
    await planet.pass(300, [A, posts(3)]);
    const [name = ''] = filesIn(planet, /^sources\//);
    rmSync(path.join(planet.data, name));
    await expect(planet.pass(301, [A, posts(4)])).rejects.toThrow(/is missing; tagwire doctor/);
    await planet.doctor(301);
    await planet.pass(301, [A, posts(4)]);
    expect((await planet.stored(A)).length).toBe(4);
    expect(await planet.doctor(301)).toMatchObject({ done: [], added: 0, removed: 0 });
  });
});

describe('the doctor', () => {
  test('finds nothing wrong with a database that is well, and changes nothing', async () => {
    const planet = await established();
    const before = namesIn(planet);
    expect(await planet.doctor(301)).toMatchObject({ done: [], added: 0, removed: 0 });
    expect(namesIn(planet)).toEqual(before);
  });

  test('leaves what is not of the database where it is', async () => {
    const planet = await established();
    const file = path.join(planet.data, 'sources', 'somebody', 'status.json');
    mkdirSync(path.dirname(file));
    writeFileSync(file, '{}');
    expect(await planet.doctor(301)).toMatchObject({ done: [], added: 0, removed: 0 });
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  test('keeps a dated copy of what was damaged', async () => {
    const planet = await established();
    damage(planet, /^db\.json$/, (file) => writeFileSync(file, 'noise'));
    await planet.doctor(301);
    const [name = ''] = readdirSync(path.join(planet.data, 'quarantine'));
    expect(name).toBe('2026-10-29T000000Z-db.json');
    expect(readFileSync(path.join(planet.data, 'quarantine', name), 'utf8')).toBe('noise');
  });

  test.each([
    ['the index', 'index'],
    ['all windows and archives', 'tags'],
    ['the state of the sources', 'db.json'],
    ['the newest entries of a source', 'sources'],
  ])('mends where %s is missing', async (_what, name) => {
    const planet = await established();
    rmSync(path.join(planet.data, name), { recursive: true });
    await planet.doctor(301);
    expect(await planet.doctor(301)).toMatchObject({ done: [], added: 0, removed: 0 });
    await news(planet);
    expect(await planet.count('tags/ffi')).toBe(253);
  });
});

describe('the lock', () => {
  const holder = (part: object): string =>
    JSON.stringify({
      pid: process.pid,
      started: null,
      host: hostname(),
      since: '2026-01-01T15:02:00Z',
      ...part,
    });

  test.each([
    ['of a process that is gone', holder({ pid: 2 ** 22 - 1 })],
    ['of another process that had the same id', holder({ started: '1' })],
    ['that is noise', 'noise'],
  ])('%s is taken over, and what it left is cleared', async (_whose, text) => {
    const planet = await established();
    mkdirSync(path.join(planet.data, 'tags', 'ffi'), { recursive: true });
    const temps = [`.db.json.${process.pid}.7.tmp`, 'tags/ffi/.9.json.999999.0.tmp'];
    for (const temp of temps) writeFileSync(path.join(planet.data, temp), 'half');
    writeFileSync(path.join(planet.data, 'lock'), text);
    await news(planet);
    expect(namesIn(planet).filter((name) => name.endsWith('.tmp') || name === 'lock')).toEqual([]);
  });

  test.each([
    ['a living process', holder({})],
    ['a process on another machine', holder({ host: 'elsewhere' })],
  ])('of %s is respected', async (_whose, text) => {
    const planet = await established();
    writeFileSync(path.join(planet.data, 'lock'), text);
    const now = { now: Date.now, limit: 10 };
    await expect(openStore(planet.data, now)).rejects.toThrow(/^a pass is running \(process \d+/);
    expect(existsSync(path.join(planet.data, 'lock'))).toBe(true);
  });

  test('of another machine that has been silent for minutes is taken over', async () => {
    const planet = await established();
    writeFileSync(path.join(planet.data, 'lock'), holder({ host: 'elsewhere' }));
    const later = { now: () => Date.now() + 10 * 60_000, limit: 10 };
    await (await openStore(planet.data, later)).close();
  });
});
