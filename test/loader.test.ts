import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { cacheOf, createLoader, sealed } from '../src/loader.js';

const TEXT = "exports.words = () => require('./more.js').more.concat('one');";
const MORE = "exports.more = [__filename.split('/').at(-1), require('node:path').basename(__dirname)];";

interface Loaded {
  readonly words: readonly string[];
  /** Of each file, whether V8 took its code cache; undefined where it was given none. */
  readonly isRefused: Readonly<Record<string, boolean | undefined>>;
}

/** Loads what a folder holds, as a new process does; with `keep` the code cache is written after. */
function load(folder: string, { keep = false } = {}): Loaded {
  const isRefused: Record<string, boolean | undefined> = {};
  const write: (() => void)[] = [];
  const loader = createLoader(folder, {
    compiled: (file, script) => {
      isRefused[path.basename(file)] = script.cachedDataRejected;
      write.push(() => writeFileSync(cacheOf(file), sealed(script.createCachedData(), file)));
    },
  });
  const { words } = loader('./program.js') as { words(): readonly string[] };
  const loaded = { words: words(), isRefused };
  if (keep) for (const one of write) one();
  return loaded;
}

function folderWithCache(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-loader-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'program.js'), TEXT);
  writeFileSync(path.join(folder, 'more.js'), MORE);
  const { words, isRefused } = load(folder, { keep: true });
  expect(words).toEqual(['more.js', path.basename(folder), 'one']);
  expect(isRefused).toEqual({ 'program.js': undefined, 'more.js': undefined });
  return folder;
}

test('files come from the code cache beside them', () => {
  const folder = folderWithCache();
  const { words, isRefused } = load(folder);
  expect(words).toEqual(['more.js', path.basename(folder), 'one']);
  expect(isRefused).toEqual({ 'program.js': false, 'more.js': false });
});

const flipped = (cache: Buffer): Buffer =>
  Buffer.from(cache.map((byte, at) => (at < 200 ? byte : byte ^ 90)));

test.each<[string, (cache: Buffer) => Buffer]>([
  ['empty', () => Buffer.alloc(0)],
  ['cut short', (cache) => cache.subarray(0, 300)],
  [
    'of zeros behind its head',
    (cache) => Buffer.concat([cache.subarray(0, 64), Buffer.alloc(cache.length - 64)]),
  ],
  ['altered', flipped],
])('a cache that is %s is done without', (_name, damage) => {
  const folder = folderWithCache();
  const cache = cacheOf(path.join(folder, 'program.js'));
  writeFileSync(cache, damage(readFileSync(cache)));
  const { words, isRefused } = load(folder);
  expect(words.at(-1)).toBe('one');
  expect(isRefused).toEqual({ 'program.js': undefined, 'more.js': false });
});

test('a cache of another text of the same length is done without', () => {
  const folder = folderWithCache();
  writeFileSync(path.join(folder, 'program.js'), TEXT.replace('one', 'two'));
  expect(load(folder).words.at(-1)).toBe('two');
});
