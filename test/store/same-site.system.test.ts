import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { atom } from '../support/blogs.js';
import { polledSite, serve } from '../support/polled-site.js';
import { startPostgres } from '../support/postgres.js';

const server = await startPostgres();
afterAll(() => server?.stop());

/** All files below a folder with their text, but what names the database they were made from. */
function filesIn(folder: string): Readonly<Record<string, string>> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== '.tagwire-state');
  return Object.fromEntries(
    files
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]),
  );
}

const posts = (from: number, to: number, words = 'ffi') =>
  Array.from({ length: to - from }, (_, index) => ({
    id: `p${from + index}`,
    title: `${words} ${from + index}`,
  }));

test.skipIf(server === null)(
  'the same polls, edits and removals make the same site on both stores, byte for byte',
  async () => {
    const { origin, answers } = await serve({});
    const give = (name: string, etag: string, list: readonly { id: string; title: string }[]): void => {
      answers[name] = { status: 200, headers: { etag }, body: atom(name, list) };
    };
    const sources = ['/a', '/b', '/c'].map((name) => `${origin}${name}`);
    const limits = { publish: { limit: 5 } };
    const site = polledSite(sources, limits);
    const stores = [
      ['json', 'data'],
      ['postgres', (await server?.database()) ?? ''],
    ] as const;
    const both = async (line: string, hour: number): Promise<void> => {
      for (const [name, data] of stores) {
        const done = await site.run(`${line} --data ${data} --out ${name}`, hour);
        expect(done).toMatchObject({ code: 0, err: '' });
      }
      expect(filesIn(path.join(site.folder, 'postgres'))).toEqual(filesIn(path.join(site.folder, 'json')));
    };
    const run = 'run --allow-private --all';

    give('/a', '"1"', posts(0, 12));
    give('/b', '"1"', [...posts(20, 29), ...posts(0, 2)]); // two are copies
    give('/c', '"1"', posts(40, 60, 'async'));
    await both(run, 0);
    give('/a', '"2"', [...posts(60, 70), ...posts(0, 4, 'ffi, edited,')]);
    await both(run, 24);
    site.configure(sources, { ...limits, tags: { ffi: ['ffi', 'async'], edited: ['edited'] } });
    await both(run, 48);
    site.configure(sources.slice(0, 2), { ...limits, tags: { edited: ['edited'] } });
    give('/b', '"2"', posts(80, 95, 'edited'));
    await both(run, 72);
    await both('remove https://blog.example/p60 --yes', 73);
    await both(run, 96);
    site.configure(sources, { publish: { limit: 5, retention: { perSource: 6 } } });
    await both(run, 24 * 45);
    expect(Object.keys(filesIn(path.join(site.folder, 'json'))).length).toBeGreaterThan(20);
  },
);
