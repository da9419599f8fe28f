// Compiles src/ to dist/ from a clean slate, and makes what the program reads at run time; with --assets only what
// published pages load, without a look at types.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'lightningcss';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');

/** Folders below src/ that hold no code but are read by the running program. */
const COPIED = ['demo/blogs'];
/** What pages load: each script with all it imports, minisearch among them, and the stylesheet. */
const BROWSER = path.join(root, 'src/publish/browser');
const ASSETS = path.join(root, 'dist/publish/assets');

if (!process.argv.includes('--assets')) compile();
mkdirSync(ASSETS, { recursive: true });
const stylesheet = { filename: 'site.css', code: readFileSync(path.join(BROWSER, 'site.css')), minify: true };
writeFileSync(path.join(ASSETS, 'site.css'), transform(stylesheet).code);
for (const script of ['site', 'search']) {
  await build({
    input: path.join(BROWSER, `${script}.ts`),
    output: {
      file: path.join(ASSETS, `${script}.js`),
      format: 'es',
      minify: true,
      comments: { legal: true },
    },
    logLevel: 'warn',
  });
}
// The terms on which MiniSearch may be copied are that its licence comes with it.
const miniSearch = path.join(path.dirname(require.resolve('minisearch')), '../..');
const license = readFileSync(path.join(miniSearch, 'LICENSE.txt'), 'utf8').trim();
const searchScript = path.join(ASSETS, 'search.js');
writeFileSync(searchScript, `/*! With MiniSearch:\n${license}\n*/\n${readFileSync(searchScript, 'utf8')}`);
cpSync(path.join(BROWSER, 'icon.svg'), path.join(ASSETS, 'icon.svg'));

function compile() {
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  for (const project of [root, BROWSER]) {
    execFileSync(process.execPath, [tsc, '-p', path.join(project, 'tsconfig.json')], { stdio: 'inherit' });
  }
  chmodSync(path.join(root, 'dist', 'cli.js'), 0o755);
  for (const folder of COPIED) {
    const from = path.join(root, 'src', folder);
    if (existsSync(from)) cpSync(from, path.join(root, 'dist', folder), { recursive: true });
  }
}
