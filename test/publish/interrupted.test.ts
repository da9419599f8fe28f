import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { compileRules } from '../../src/classify/index.js';
import { prepareStore } from '../../src/pass/prepare.js';
import { publish } from '../../src/publish/publish.js';
import { PLAIN_THEME } from '../../src/publish/site/theme.js';
import { NO_STATICS } from '../../src/publish/write/statics.js';
import { openStore } from '../../src/store/index.js';
import { Planet } from '../support/planet.js';

const SOURCE = 'https://a.example/feed';
const OTHER = 'https://b.example/feed';
const ABORTED = AbortSignal.abort('SIGTERM');

test('what an interrupted publication did not render is rendered by the next', async () => {
  const planet = new Planet([SOURCE]);
  const out = path.join(planet.data, 'public');
  await planet.pass(1, [SOURCE, [{ id: 'a', title: 'ffi' }]]);
  await planet.open(2, async (store, prepared) => {
    const given = { config: planet.current, theme: PLAIN_THEME, statics: NO_STATICS, out } as const;
    const of = { ...given, version: '1', render: 'changes' } as const;
    expect(await publish({ ...prepared, ...of, signal: ABORTED })).toMatchObject({
      edition: null,
      files: { written: 0 },
    });
    const { edition, files } = await publish({ ...prepared, ...of });
    expect([edition, files.written]).toEqual([expect.any(String), expect.any(Number)]);
    expect(existsSync(path.join(out, 'tags/ffi.atom'))).toBe(true);
    if (edition !== null) await store.rendered(edition);
    expect(await publish({ ...prepared, ...of })).toMatchObject({ edition, files: { written: 0 } });
  });
});

test('what an interrupted publication has written goes where the next does not want it', async () => {
  const planet = new Planet([SOURCE, OTHER]);
  const out = path.join(planet.data, 'public');
  const published = (version: number, signal?: AbortSignal) =>
    planet.open(version, (store, prepared) => {
      const given = { config: planet.current, theme: PLAIN_THEME, statics: NO_STATICS, out } as const;
      const all = { ...given, ...prepared, store, version: '1', render: 'changes' } as const;
      return publish(signal === undefined ? all : { ...all, signal });
    });
  await planet.pass(1, [SOURCE, [{ id: 'a', title: 'ffi' }]], [OTHER, [{ id: 'b', title: 'ffi' }]]);
  const { key } = await planet.record(OTHER);
  const page = path.join(out, 'sources', key, 'index.html');
  const { signal } = new AbortController();
  Object.defineProperty(signal, 'aborted', { get: () => existsSync(page) });
  expect([(await published(2, signal)).edition, existsSync(page)]).toEqual([null, true]);
  planet.configure([SOURCE]);
  expect((await published(3)).edition).not.toBeNull();
  expect(existsSync(page)).toBe(false);
});

test('entries that an interrupted pass did not file by new rules are filed by the next', async () => {
  const planet = new Planet([SOURCE]);
  await planet.pass(1, [SOURCE, [{ id: 'a', title: 'ffi' }]]);
  planet.configure([SOURCE], { tags: { foreign: ['ffi'] } });
  const config = planet.current;
  const tags = async () => (await planet.stored(SOURCE)).map((entry) => entry.tags);
  const store = await openStore(planet.data, { now: () => 0, limit: config.publish.limit });
  await prepareStore({ config, classifier: compileRules(config), store, signal: ABORTED }, 0);
  const record = [...(await store.sources()).keys()][0];
  const stored = record === undefined ? [] : await store.newest(record, 1);
  expect(stored.map((entry) => entry.tags)).toEqual([['ffi']]);
  await store.close();
  expect(await tags()).toEqual([['foreign']]);
});
