import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { transform } from 'lightningcss';
import { build } from 'rolldown';
import { root } from './root.mjs';

const BROWSER = path.join(root, 'src/publish/browser');
const ASSETS = path.join(root, 'dist/publish/assets');
/** Folders below src/ that hold no code but are read by the running program. */
const COPIED = ['demo/blogs'];

/** What pages load: each script with all it imports, minisearch among them, and the stylesheet; the demo's blogs. */
export async function makeAssets() {
  for (const folder of COPIED)
    cpSync(path.join(root, 'src', folder), path.join(root, 'dist', folder), { recursive: true });
  mkdirSync(ASSETS, { recursive: true });
  const stylesheet = {
    filename: 'site.css',
    code: readFileSync(path.join(BROWSER, 'site.css')),
    minify: true,
  };
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
  const miniSearch = path.join(path.dirname(createRequire(import.meta.url).resolve('minisearch')), '../..');
  const license = readFileSync(path.join(miniSearch, 'LICENSE.txt'), 'utf8').trim();
  const searchScript = path.join(ASSETS, 'search.js');
  writeFileSync(searchScript, `/*! With MiniSearch:\n${license}\n*/\n${readFileSync(searchScript, 'utf8')}`);
  cpSync(path.join(BROWSER, 'icon.svg'), path.join(ASSETS, 'icon.svg'));
}
