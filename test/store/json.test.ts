import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, openStoreReader, restoreStore } from '../../src/store/index.js';
import { type Database, storeContract } from './contract.js';
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

storeContract('the JSON store', make);
removalContract('the JSON store', make);
