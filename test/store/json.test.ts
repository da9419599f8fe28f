import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStore, openStoreReader, restoreStore } from '../../src/store/index.js';
import { html, post, sourceRecord } from '../support/build.js';
import { A, add, type Database, keyed, range, storeContract } from './contract.js';
import { removalContract } from './removal-contract.js';

function make(): Database {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
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

storeContract('the JSON store', make);
removalContract('the JSON store', make);
