import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/** `require()`: `./NAME` is a file of the program, any other name a module of Node. */
type Require = (name: string) => unknown;

type Wrapped = (exports: object, require: Require, module: object, file: string, folder: string) => void;

/** Where the code cache of a file of the program lies. */
export const cacheOf = (file: string): string => `${file}.cache`;

/**
 * A code cache as it lies on disk, with a checksum behind it: V8 compares no more than lengths, runs what it
 * made of another text of the same length, and crashes on a damaged cache.
 */
export function sealed(cache: Buffer, file: string): Buffer {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32LE(checksumOf(cache, readFileSync(file)));
  return Buffer.concat([cache, checksum]);
}

const CHECKSUM_BYTES = 4;

const checksumOf = (cache: Buffer, text: Buffer): number => crc32(cache, crc32(text));

interface LoaderOptions {
  /** Does what loads a file, and gives its result. */
  readonly around?: <T>(work: () => T) => T;
  /** Is told of each file. */
  readonly compiled?: (file: string, script: Script) => void;
}

/**
 * Loads the files of the built program from their folder, each with the code cache beside it: what V8 made of
 * the file when the program was built. A cache that isn't there, is damaged, or is of another Node or of
 * other flags than this process has, is done without: the file is compiled.
 */
export function createLoader(
  folder: string,
  { around = (work) => work(), compiled = () => undefined }: LoaderOptions,
): Require {
  const requireNode = createRequire(path.join(folder, 'cli.js'));
  const loaded = new Map<string, { exports: object }>();
  const load = (name: string) => {
    const module = { exports: {} };
    loaded.set(name, module);
    const file = path.join(folder, name);
    const script = compile(file);
    compiled(file, script);
    (script.runInThisContext() as Wrapped)(module.exports, require, module, file, folder);
    return module;
  };
  const require: Require = (name) => {
    if (!name.startsWith('./')) return requireNode(name);
    return (loaded.get(name) ?? around(() => load(name))).exports;
  };
  return require;
}

function compile(file: string): Script {
  const text = readFileSync(file);
  const cachedData = readCache(cacheOf(file), text);
  const code = text.toString('latin1'); // the build has written ASCII
  return new Script(`(function (exports, require, module, __filename, __dirname) { ${code}\n})`, {
    filename: file,
    ...(cachedData === null ? {} : { cachedData }),
  });
}

function readCache(file: string, text: Buffer): Buffer | null {
  try {
    const bytes = readFileSync(file);
    const cache = bytes.subarray(0, -CHECKSUM_BYTES);
    return bytes.readUInt32LE(cache.length) === checksumOf(cache, text) ? cache : null;
  } catch {
    return null;
  }
}
