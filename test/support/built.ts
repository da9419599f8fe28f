import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Before any test: what is built from src/ and older than it is built again. For system tests that is the
 * program; unit tests need only what it reads at run time, which takes half a second and no look at types.
 */
export function setup({ name }: TestProject): void {
  if (
    name === 'system' &&
    changed('src', 'scripts', 'package.json', 'package-lock.json') > changed('dist/cli.js')
  )
    build();
  if (changed('src/publish/browser', 'src/demo/blogs', 'scripts') > changed('dist/publish/assets/icon.svg'))
    build('--assets');
}

function build(...args: readonly string[]): void {
  execFileSync(process.execPath, ['scripts/build.mjs', ...args], { cwd: ROOT, stdio: 'inherit' });
}

/**
 * When something below these files and folders changed last, in milliseconds since 1970; 0 where there are
 * none.
 */
const changed = (...names: readonly string[]): number =>
  Math.max(...names.map((name) => newest(path.join(ROOT, name))));

function newest(file: string): number {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(...readdirSync(file).map((name) => newest(path.join(file, name))));
}
