import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => path.relative(src, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
const textOf = (file: string): string => readFileSync(path.join(src, file), 'utf8');

/** What a file imports at run time, types aside. */
function imports(file: string): readonly string[] {
  return [...textOf(file).matchAll(/^(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)'/gms)].map(
    (match) => match[1] ?? '',
  );
}

/** Folders and files that touch the world; everything else decides in pure code. */
const EDGES: readonly [what: string, module: RegExp, where: RegExp][] = [
  [
    'the file system',
    /^node:fs/,
    /^(version\.ts|commands\/|config\/(read|write|edit-file)|store\/|publish\/(write|read-theme|temp-file)|serve\/|demo\/)/,
  ],
  ['HTTP', /^undici$/, /^fetch\//],
  ['sockets', /^node:(net|tls|dns|http)/, /^(fetch|serve)\//],
  ['lowdb', /^lowdb/, /^store\/json\//],
  ['the XML reader', /^rss-parser$/, /^parse\/xml\.ts$/],
  ['the feed writer', /^feed$/, /^publish\/feed-package\.ts$/],
  ['the sanitiser', /^sanitize-html$/, /^html\//],
  ['cron', /^node-cron$/, /^(worker|config\/cron)\.ts$/],
  ['the command line', /^commander$/, /^(cli\.ts|commands\/)/],
];

describe('one file or folder is the way to', () => {
  test.each(EDGES)('%s', (_what, module, where) => {
    const strays = files.filter(
      (file) => imports(file).some((name) => module.test(name)) && !where.test(file),
    );
    expect(strays).toEqual([]);
  });
});

test('the clock is an argument: only the edge reads it', () => {
  const readers = files.filter((file) => /\bDate\.now\b|\bnew Date\(\)/.test(textOf(file)));
  expect(readers.filter((file) => !['cli.ts', 'fetch/index.ts'].includes(file))).toEqual([]);
});

test('every command is in the index', () => {
  const helpers = ['index.ts', 'io.ts'];
  const commands = files
    .filter((file) => file.startsWith('commands/'))
    .map((file) => path.basename(file))
    .filter((file) => !helpers.includes(file) && /RegisterCommand\b/.test(textOf(`commands/${file}`)));
  const named = imports('commands/index.ts').map((name) => path.basename(name).replace(/\.js$/, '.ts'));
  expect(commands.filter((file) => !named.includes(file))).toEqual([]);
});
