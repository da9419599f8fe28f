import { readFileSync, statSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { commands } from '../src/commands/index.js';
import { installed } from '../src/installed.js';
import { configFolder } from './support/config-folder.js';
import { blog, serve } from './support/polled-site.js';
import { spawnTagwire } from './support/program.js';

/** Has the program tell of each file of dist/ that it loads, a line of JSON on stdout. */
const TELL = `data:text/javascript,${encodeURIComponent(`
  import vm from 'node:vm';
  const { Script } = vm;
  vm.Script = class extends Script {
    constructor(text, options) {
      super(text, options);
      const name = options.filename.split('/').at(-1);
      process.stdout.write(JSON.stringify({ name, isCached: this.cachedDataRejected === false }) + '\\n');
    }
  };`)}`;

interface LoadedFile {
  readonly name: string;
  readonly isCached: boolean;
}

const SITE = { title: 'T', url: 'https://t.example/' };
const CONFIG = JSON.stringify({ site: SITE, sources: [], tags: {} });

/** What a command loads, and what it prints besides. */
async function loadedBy(args: readonly string[], flags: readonly string[] = []) {
  const child = spawnTagwire(args, configFolder(CONFIG), { node: [...flags, '--import', TELL] });
  child.stdin?.end();
  const lines = child.stdout === null ? [] : (await text(child.stdout)).split('\n');
  const isTold = (line: string): boolean => line.startsWith('{"name"');
  return {
    files: lines.filter(isTold).map((line) => JSON.parse(line) as LoadedFile),
    report: lines.filter((line) => !isTold(line)),
  };
}

test('--help loads a few small files, and none of a command', async () => {
  const names = (await loadedBy(['--help'])).files.map(({ name }) => name);
  expect(names.filter((name) => commands.some((command) => `${command.name}.js` === name))).toEqual([]);
  expect(names).toContain('program.js');
  expect(names.length).toBeLessThanOrEqual(4);
  const bytes = names.reduce((sum, name) => sum + statSync(installed(`dist/${name}`)).size, 0);
  expect(bytes).toBeLessThan(140_000);
});

/** The code cache is of the Node that built it. */
function isBuiltByThisNode(): boolean {
  const { node } = JSON.parse(readFileSync(installed('dist/package.json'), 'utf8')) as { node: string };
  return node === process.version;
}

test
  .runIf(isBuiltByThisNode())
  .each([[['--help']], [['init', '--config', 'new.json']], [['check']], [['run']]])(
  'all that %j loads comes from the code cache',
  async (args) => {
    const { files } = await loadedBy(args);
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter(({ isCached }) => !isCached)).toEqual([]);
  },
);

test('a pass that asks a source does without the undici that Node has', async () => {
  const server = await serve({ '/feed': blog('Blog', 'a1') });
  const config = { site: SITE, sources: [`${server.origin}/feed`], tags: {} };
  const tell = `data:text/javascript,${encodeURIComponent(`
    process.on('exit', () => process.stdout.write(process.moduleLoadList.join('\\n')));
  `)}`;
  const child = spawnTagwire(['run', '--allow-private'], configFolder(JSON.stringify(config)), {
    node: ['--import', tell],
  });
  child.stdin?.end();
  const modules = child.stdout === null ? [] : (await text(child.stdout)).split('\n');
  expect(server.paths()).toEqual(['/feed']);
  expect(modules).toContain('NativeModule net');
  expect(modules.filter((name) => name.includes('undici'))).toEqual([]);
});

describe('PostgreSQL, and the package for it,', () => {
  /** What of it a file was made of: the bundler names each part in a comment. */
  const partsIn = ({ name }: LoadedFile): readonly string[] =>
    readFileSync(installed(`dist/${name}`), 'utf8').match(
      /^\/\/.* (node_modules\/pg[-/]|src\/store\/postgres\/).*$/gm,
    ) ?? [];

  test.each([
    [['run']],
    [['publish']],
    [['status']],
    [['doctor']],
    [['export', '--all']],
    [['explain', 'x']],
    [['remove', 'https://a.example/', '--yes']],
    [['migrate', '--from', 'data', '--to', 'copy']],
  ])('is loaded by no %j over a folder', async (args) => {
    const { files } = await loadedBy(args);
    expect(files.length).toBeGreaterThan(5);
    expect(files.flatMap(partsIn)).toEqual([]);
  });

  test('is where a server is named', async () => {
    const { files } = await loadedBy(['status', '--data', 'postgres://127.0.0.1:1/x']);
    const parts = files.flatMap(partsIn).join('\n');
    expect(parts).toMatch(/node_modules\/pg\/lib\/client\.js/);
    expect(parts).toMatch(/store\/postgres\/connect\.ts/);
  });
});

test('a code cache that does not fit is done without', async () => {
  const usual = await loadedBy(['--help']);
  const other = await loadedBy(['--help'], ['--stack-size=900']); // V8 asks for the same flags
  expect(other.files).toEqual(usual.files.map(({ name }) => ({ name, isCached: false })));
  expect(other.report).toEqual(usual.report);
});
