import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => path.relative(src, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
  .sort();
const textOf = (file: string): string => readFileSync(path.join(src, file), 'utf8');

/**
 * Folders from the ground up: each imports only what is listed before it. The picture is in CONTRIBUTING.md.
 */
const ORDER = [
  'model',
  'files',
  'text',
  'html',
  'fetch',
  'parse',
  'schedule',
  'events',
  'config',
  'classify',
  'sources',
  'store',
  'post',
  'merge',
  'publish',
  'pass',
  'operate',
  'terminal',
  'service',
  'demo',
  'commands',
] as const;

/** All that may lie at the top of src, and what it may import. */
const TOP: Readonly<Record<string, readonly string[]>> = {
  'cli.ts': ['loader.ts', 'program.ts', 'v8-flags.ts'],
  'installed.ts': [],
  'loader.ts': [],
  'program.ts': [...ORDER, 'version.ts'],
  'v8-flags.ts': [],
  'version.ts': [],
};

/**
 * What a file imports, type imports and `import()` included: packages by name, our own files by their path
 * below src.
 */
function importsOf(file: string, text: string): readonly string[] {
  const names = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return names.map((name) =>
    name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, '.ts') : name,
  );
}

const folderOf = (file: string): string => file.split('/')[0] ?? '';
const isOurs = (name: string): boolean => name.endsWith('.ts');

/** Imports that go against the order, as `html/text.ts imports parse/index.ts`. */
function againstTheOrder(file: string, text: string): readonly string[] {
  const own = folderOf(file);
  const place = ORDER.indexOf(own as (typeof ORDER)[number]);
  const allowed = TOP[own] ?? [
    ...ORDER.slice(0, place + 1),
    ...(place > 0 ? ['installed.ts', 'version.ts'] : []),
  ];
  return importsOf(file, text)
    .filter((name) => isOurs(name) && !allowed.includes(folderOf(name)))
    .map((name) => `${file} imports ${name}`);
}

/** Circles among files, each as `a.ts → b.ts → a.ts`. */
function circles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): void => {
    if (done.has(file)) return;
    const start = way.indexOf(file);
    if (start >= 0) {
      found.push([...way.slice(start), file].join(' → '));
      return;
    }
    way.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    way.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return found;
}

describe('the order of the folders', () => {
  test('nothing lies at the top of src but the named files and folders', () => {
    const top = new Set(files.map(folderOf));
    expect([...top].filter((name) => !ORDER.some((folder) => folder === name) && !(name in TOP))).toEqual([]);
  });

  test('each folder imports only those before it', () => {
    expect(files.flatMap((file) => againstTheOrder(file, textOf(file)))).toEqual([]);
  });

  test.each([
    ['a value', "import { mergeFeed } from '../merge/merge.js';"],
    ['a type', "import type { Merged } from '../merge/merge.js';"],
    ['a type within', "type M = import('../merge/merge.js').Merged;"],
    ['when called', "await import('../merge/merge.js');"],
    ['an export', "export * from '../merge/merge.js';"],
  ])('an import against it is found: %s', (_name, text) => {
    expect(againstTheOrder('html/text.ts', text)).toEqual(['html/text.ts imports merge/merge.ts']);
  });

  test('no circles', () => {
    const graph = new Map(files.map((file) => [file, importsOf(file, textOf(file)).filter(isOurs)]));
    expect(circles(graph)).toEqual([]);
    expect(
      circles(
        new Map([
          ['a.ts', ['b.ts']],
          ['b.ts', ['a.ts']],
        ]),
      ),
    ).toEqual(['a.ts → b.ts → a.ts']);
  });
});

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
    /^(loader\.ts|files\/|commands\/|config\/(files\/read-files|edit\/write)|store\/|publish\/(write\/|site\/read-theme)|terminal\/source-stack|service\/http\/|demo\/)/,
  ],
  ['HTTP', /^undici$/, /^fetch\//],
  [
    'sockets',
    /^node:(net|tls|dns|http)/,
    /^((fetch|service\/http)\/|store\/(json\/lock\/lock-socket|postgres\/connect)\.ts$)/,
  ],
  ['lowdb', /^lowdb/, /^store\/json\//],
  ['PostgreSQL', /^pg$/, /^store\/postgres\/connect\.ts$/],
  ['the XML reader', /^rss-parser$/, /^parse\/xml\/xml\.ts$/],
  ['the feed writer', /^feed$/, /^publish\/feeds\/feed-package\.ts$/],
  ['the sanitiser', /^sanitize-html$/, /^html\//],
  ['cron', /^node-cron$/, /^(service\/cron-clock|config\/grammar\/cron)\.ts$/],
  ['the metrics', /^prom-client$/, /^service\/metrics\/prometheus\.ts$/],
  ['the command line', /^commander$/, /^commands\//],
  ['UUIDs', /^uuid$/, /^model\/uuid\.ts$/],
  ['work in line', /^p-limit$/, /^model\/at-once\.ts$/],
  ['types of files', /^mrmime$/, /^model\/file-type\.ts$/],
  ['what is kept for answers', /^lru-cache$/, /^service\/http\/site\/kept-snapshots\.ts$/],
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
  expect(readers.filter((file) => !['program.ts', 'fetch/index.ts'].includes(file))).toEqual([]);
});

test('so is the environment, but for the PG… variables, which pg reads by itself', () => {
  const readers = files.filter((file) => /\bprocess\.env\b|\{ env \} = process\b/.test(textOf(file)));
  expect(readers).toEqual(['program.ts', 'store/postgres/connect.ts']);
});

test('URLs are read by parseUrl: URL.canParse of Node 20 refuses some that are well', () => {
  expect(files.filter((file) => /\bURL\.canParse\(/.test(textOf(file)))).toEqual([]);
});

test('every command is in the index', () => {
  const index = 'commands/index.ts';
  const commands = files.filter(
    (file) => file.startsWith('commands/') && file !== index && /\bRegisterCommand\b/.test(textOf(file)),
  );
  const named = importsOf(index, textOf(index));
  expect(commands.filter((file) => !named.includes(file))).toEqual([]);
});

const ownFolder = fileURLToPath(new URL('.', import.meta.url));
const tests = readdirSync(ownFolder, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts') && file !== 'architecture.test.ts')
  .sort();
const testTextOf = (file: string): string => readFileSync(path.join(ownFolder, file), 'utf8');

/** All of a test that is run: itself and what it imports of test/, however far. */
function reached(file: string, seen = new Set<string>()): ReadonlySet<string> {
  if (seen.has(file) || !tests.includes(file)) return seen;
  seen.add(file);
  for (const name of importsOf(file, testTextOf(file))) reached(name, seen);
  return seen;
}

test('what needs another program or a browser is a system test: name it *.system.test.ts', () => {
  const needs = /'node:child_process'|'playwright-core'/;
  const units = tests.filter((file) => file.endsWith('.test.ts') && !file.endsWith('.system.test.ts'));
  const needy = units.filter((file) => [...reached(file)].some((one) => needs.test(testTextOf(one))));
  expect(needy).toEqual([]);
});

/** They compare a cost with another one of the same process, or end what goes on for ever. */
const CLOCKS = ['support/cost.ts', 'support/watchdog.ts', 'hostile/shapes.system.test.ts'];

test('no limit of a test measures the machine: costs are told by support/cost.ts', () => {
  const clock = /performance\.now|process\.(?:cpuUsage|hrtime|resourceUsage)/;
  expect(tests.filter((file) => clock.test(testTextOf(file)) && !CLOCKS.includes(file))).toEqual([]);
});

test('comments keep to 110 columns, as the formatter has code do', () => {
  const isWide = (line: string): boolean =>
    line.length > 110 && /^\s*(?:\/\/ |\/?\*\*? ).* /.test(line) && !/^\s*\/\/ biome-/.test(line);
  const wide = [
    ...files.map((file) => [file, textOf(file)] as const),
    ...tests.map((file) => [`test/${file}`, testTextOf(file)] as const),
  ].flatMap(([file, text]) =>
    text.split('\n').flatMap((line, n) => (isWide(line) ? `${file}:${n + 1}` : [])),
  );
  expect(wide).toEqual([]);
});
