import { existsSync } from 'node:fs';

/**
 * Tests that run the real program spawn `dist/cli.js`, which `npm ci` leaves behind. A missing build is a
 * clear sentence here rather than forty failing tests.
 */
export function setup(): void {
  if (!existsSync(new URL('../dist/cli.js', import.meta.url))) {
    throw new Error('dist/cli.js is missing: run "npm run build" first');
  }
}
