// Makes dist/ of src/ from a clean slate; with --assets only what the program reads at run time, which is all that
// unit tests need, without a look at types.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { makeAssets } from './build/assets.mjs';
import { makeCodeCache } from './build/code-cache.mjs';
import { bundleProgram } from './build/program.mjs';
import { root } from './build/root.mjs';

if (!process.argv.includes('--assets')) {
  checkTypes();
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  await bundleProgram();
}
await makeAssets();
if (!process.argv.includes('--assets')) await makeCodeCache();

function checkTypes() {
  const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = path.join(path.dirname(typescript), 'bin', 'tsc');
  for (const project of ['.', 'src/publish/browser']) {
    execFileSync(process.execPath, [tsc, '-p', path.join(root, project, 'tsconfig.json')], {
      stdio: 'inherit',
    });
  }
}
