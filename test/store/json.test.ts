import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, openStoreReader, restoreStore } from '../../src/store/index.js';
import { html, post, sourceRecord } from '../support/build.js';
import { A, add, type Database, find, keyed, lookup, range, storeContract } from './contract.js';
import { removalContract } from './removal-contract.js';

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function make(): Database {
  const folder = newFolder();
  return {
    open: () => openStore(folder, { now: () => Date.UTC(2026, 0, 10), limit: 50 }),
    read: () => openStoreReader(folder),
    restore: (pieces) => restoreStore(folder, pieces, { now: () => Date.UTC(2026, 0, 10) }),
  };
}

test('what streams have to be told is bounded by its size, not by the number of posts', async () => {
  const database = make();
  const store = await database.open();
  await store.register([sourceRecord(A)]);
  const content = html(`<p>${'x'.repeat(16_000)}</p>`);
  await store.begin((one, { key }) => post(one.id, { key: one.key, source: key, content }));
  const told = async (): Promise<number> => (await (await database.read()).counts()).counts['site'] ?? 0;
  for (const tenth of range(10)) await add(store, ...range(60).map((n) => keyed(`${tenth}-${n}`)));
  expect(await told()).toBe(0);
  for (const tenth of range(10)) await add(store, ...range(60).map((n) => keyed(`more-${tenth}-${n}`)));
  expect(await told()).toBeGreaterThan(600);
  await store.close();
});

test('while a pass runs its validators become durable, and the index waits for the streams; a kill loses nothing', async () => {
  let time = Date.UTC(2026, 0, 10);
  const options = { now: () => time, limit: 50 };
  const [folder, killed] = [newFolder(), newFolder()];
  const store = await openStore(folder, options);
  const record = sourceRecord(A);
  await store.register([record]);
  await store.begin(() => null);
  await add(store, keyed('urn:x:1'));
  time += 10_000;
  await store.polled(A, { ...record.poll, polls: 7 });
  cpSync(folder, killed, { recursive: true, filter: (file) => !/^\.?lock/.test(path.basename(file)) });
  await store.flush();
  await store.close();

  const indexIn = (where: string): boolean => existsSync(path.join(where, 'index', 'root.json'));
  expect([indexIn(killed), indexIn(folder)]).toEqual([false, true]);
  const next = await openStore(killed, options);
  expect((await next.sources()).get(A)?.poll.polls).toBe(7);
  await next.begin(() => null);
  const [known] = await find(next, A, lookup('urn:x:1'));
  expect(known?.own?.ids).toEqual(['urn:x:1']);
  await next.close();
});

storeContract('the JSON store', make);
removalContract('the JSON store', make);
