import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore } from '../../src/store/index.js';
import { day } from '../support/build.js';
import { storeContract } from './contract.js';

storeContract('the JSON store', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const defaults = { now: Date.UTC(2026, 0, 10), at: day(9), limit: 50 };
  return { open: (options) => openStore(folder, { ...defaults, ...options }) };
});
