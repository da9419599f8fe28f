import { statfsSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { defineConfig } from 'vitest/config';

/** CONTRIBUTING.md says which test belongs where; test/architecture.test.ts holds it. */
const SYSTEM = 'test/**/*.system.test.ts';

export default defineConfig({
  test: {
    // On an idle machine the slowest takes 10 s; one that is busy with thirty other things has time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    // Processes that keep the modules they have loaded: a hundred files would each load all of them again.
    pool: 'forks',
    isolate: false,
    maxWorkers: availableParallelism() + 1, // tests of time limits wait more than they work
    globalSetup: ['test/support/built.ts'],
    env: {
      TZ: 'Pacific/Auckland', // far from UTC: no date without a zone is read as local time
      TMPDIR: process.env['TMPDIR'] ?? temporary(),
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [SYSTEM],
        },
      },
      {
        extends: true,
        test: { name: 'system', include: [SYSTEM] },
      },
    ],
  },
});

/** Memory where there is enough of it (Linux): the database waits for the disk after each file, tests needn't. */
function temporary(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize > 1_000_000_000) return '/dev/shm';
  } catch {
    // No such folder here.
  }
  return tmpdir();
}
