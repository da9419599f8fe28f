// Compiles src/ to dist/ from a clean slate and copies what the program reads at run time.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');

/** Folders below src/ that hold no code but are read by the running program. */
const COPIED = ['demo/blogs', 'publish/assets'];

rmSync(path.join(root, 'dist'), { recursive: true, force: true });
execFileSync(process.execPath, [tsc, '-p', path.join(root, 'tsconfig.json')], { stdio: 'inherit' });
for (const folder of COPIED) {
  const from = path.join(root, 'src', folder);
  if (existsSync(from)) cpSync(from, path.join(root, 'dist', folder), { recursive: true });
}
chmodSync(path.join(root, 'dist', 'cli.js'), 0o755);
