import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommandLine } from '../../src/commands/line/main.js';
import type { Io } from '../../src/terminal/io.js';
import { version } from '../../src/version.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * The commands asked for so far: the current folder belongs to the process, so they run one after another.
 */
let before: Promise<unknown> = Promise.resolve();

/**
 * Runs a command line to its end as the program does, in this process and in the folder `cwd`. That is all of
 * tagwire but src/cli.ts: what only a process of its own can show (signals, pipes, a crash, two at once) is
 * run by `./program.ts`, which takes half a second more each time.
 */
export function tagwire(
  args: readonly string[],
  cwd: string,
  stdin = '',
  part: Partial<Io> = {},
): Promise<Ran> {
  const ran = before.then(() => runIn(path.resolve(ROOT, cwd), args, stdin, part));
  before = ran.catch(() => undefined);
  return ran;
}

async function runIn(
  folder: string,
  args: readonly string[],
  stdin: string,
  part: Partial<Io>,
): Promise<Ran> {
  const ran = { code: 0, out: '', err: '' };
  const io: Io = {
    out: (text) => {
      ran.out += text;
    },
    outAll: async (parts) => {
      for await (const part of parts) ran.out += part;
    },
    err: (text) => {
      ran.err += text;
    },
    stdin: async function* () {
      yield Buffer.from(stdin);
    },
    ask: null,
    outIsTerminal: false,
    errIsTerminal: false,
    columns: 80,
    color: false,
    unicode: true,
    version,
    env: process.env,
    enter: (inner) => {
      if (!statSync(inner, { throwIfNoEntry: false })?.isDirectory()) return false;
      process.chdir(inner);
      return true;
    },
    now: Date.now,
    exitWith: (code) => {
      ran.code = code;
    },
    signal: new AbortController().signal,
    onHangup: () => undefined,
    ...part,
  };
  const home = process.cwd();
  process.chdir(folder);
  try {
    await runCommandLine(args, io);
  } finally {
    process.chdir(home);
  }
  return ran;
}
