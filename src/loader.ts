import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Script } from 'node:vm';

/** `require()`: `./NAME` is a file of the program, any other name a module of Node. */
type Require = (name: string) => unknown;

type Wrapped = (exports: object, require: Require, module: object, file: string, folder: string) => void;

/** Where the code cache of a file of the program lies. */
export const cacheOf = (file: string): string => `${file}.cache`;

/**
 * Loads the files of the built program from their folder, each with the code cache beside it: what V8 made of the
 * file when the program was built. A cache that isn't there, or is of another Node or of other flags than this
 * process has, is done without: the file is compiled. So nothing that changes V8's flags may come before.
 * @param compiled told of each file
 */
export function createLoader(
  folder: string,
  compiled: (file: string, script: Script) => void = () => undefined,
): Require {
  const requireNode = createRequire(path.join(folder, 'cli.js'));
  const loaded = new Map<string, { exports: object }>();
  const load: Require = (name) => {
    if (!name.startsWith('./')) return requireNode(name);
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    loaded.set(name, module);
    const file = path.join(folder, name);
    const script = compile(file);
    compiled(file, script);
    (script.runInThisContext() as Wrapped)(module.exports, load, module, file, folder);
    return module.exports;
  };
  return load;
}

function compile(file: string): Script {
  const text = readFileSync(file, 'latin1'); // the build has written ASCII
  const cachedData = readCache(cacheOf(file));
  return new Script(`(function (exports, require, module, __filename, __dirname) { ${text}\n})`, {
    filename: file,
    ...(cachedData === null ? {} : { cachedData }),
  });
}

function readCache(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}
