import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'rolldown';
import { licensesOf } from './licenses.mjs';
import { root } from './root.mjs';

const DIST = path.join(root, 'dist');
/** A start with CommonJS takes 7 ms less than with ES modules. `node` is the one that the code cache is of. */
const MANIFEST = JSON.stringify({ type: 'commonjs', node: process.version });

/**
 * The program with all packages that it needs: `program.js` is loaded by every command line, what a command needs
 * besides when it is called. `cli.js` loads them, `src/loader.ts` says how. Not minified: that starts no faster, and
 * Node prints the line of a crash.
 */
export async function bundleProgram() {
  mkdirSync(DIST);
  const modules = [...(await bundle('program', true)), ...(await bundle('cli', false))];
  writeFileSync(path.join(DIST, 'package.json'), MANIFEST);
  writeFileSync(path.join(DIST, 'LICENSES.txt'), licensesOf(modules));
  chmodSync(path.join(DIST, 'cli.js'), 0o755);
}

/**
 * Returns the names of the files that went into it.
 * @param isShared other files import what it imports
 */
async function bundle(name, isShared) {
  const entry = path.join(root, 'src', `${name}.ts`);
  const first = new Set();
  const { output } = await build({
    input: { [name]: entry },
    plugins: [
      {
        name: 'first',
        buildEnd: function () {
          if (isShared) addImported(entry, first, this);
        },
      },
    ],
    cwd: root,
    platform: 'node',
    resolve: {
      alias: {
        // Its CommonJS build calls require() where no bundler sees it.
        'jsonc-parser': path.join(root, 'node_modules/jsonc-parser/lib/esm/main.js'),
        undici: path.join(root, 'scripts/build/undici.cjs'),
      },
    },
    transform: {
      define: {
        BUILT_WITH_V8: JSON.stringify(process.versions.v8),
        FIRST_FLAGS: JSON.stringify(firstFlags(['--interrupt-budget', '--wasm-tier-up-filter'])),
      },
    },
    write: false,
    output: {
      dir: DIST,
      format: 'cjs',
      sourcemap: 'hidden',
      entryFileNames: '[name].js',
      chunkFileNames: '[name].js',
      // What the entry loads at once is one file, however much of it commands share with each other.
      codeSplitting: { groups: [{ name: 'first', test: (id) => id !== entry && first.has(id) }] },
    },
    logLevel: 'warn',
  });
  const chunks = output.filter(({ type }) => type === 'chunk');
  for (const { fileName, code, map } of chunks) {
    writeFileSync(path.join(DIST, fileName), inAscii(code, fileName));
    if (map === null) continue;
    const { version, sources, names, mappings } = map; // but not the sources' texts
    writeFileSync(path.join(DIST, `${fileName}.map`), JSON.stringify({ version, sources, names, mappings }));
  }
  return chunks.flatMap(({ moduleIds }) => moduleIds);
}

/** Adds a module and all that it imports, `import()` aside. */
function addImported(id, found, context) {
  if (found.has(id)) return;
  found.add(id);
  for (const imported of context.getModuleInfo(id)?.importedIds ?? []) addImported(imported, found, context);
}

/** What this V8 begins with, for those of the flags that it has. */
function firstFlags(names) {
  const options = execFileSync(process.execPath, ['--v8-options'], { encoding: 'utf8' });
  const firstOf = (name) => new RegExp(`default: ${name}=(-?\\d+)`).exec(options)?.[1];
  return Object.fromEntries(
    names.filter((name) => firstOf(name) !== undefined).map((name) => [name, Number(firstOf(name))]),
  );
}

/** V8 keeps a text in two bytes a character where one of them isn't Latin. */
function inAscii(text, name) {
  if (/(?<!\\)(?:\\\\)*\\[^\0-\x7f]/.test(text))
    throw new Error(`${name}: a backslash before what would be escaped`);
  return text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
