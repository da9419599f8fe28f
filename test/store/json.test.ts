import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore, openStoreReader, restoreStore } from '../../src/store/index.js';
import { storeContract } from './contract.js';

storeContract('the JSON store', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return {
    open: () => openStore(folder, { now: () => Date.UTC(2026, 0, 10), limit: 50 }),
    read: () => openStoreReader(folder),
    restore: (pieces) => restoreStore(folder, pieces, { now: () => Date.UTC(2026, 0, 10) }),
  };
});
