import { once } from 'node:events';
import { runCommandLine } from './commands/line/main.js';
import type { Io } from './terminal/io.js';
import { sourceStack } from './terminal/source-stack.js';
import { version } from './version.js';

/**
 * How long glibc waits for a name server (resolv.conf(5); other systems don't look at it): its own five
 * seconds, twice, keep the process alive for ten, since a look-up can't be called off.
 */
const NAME_SERVERS = 'timeout:3';

/**
 * Whoever asks a process to end kills it after ten seconds (`docker stop`). What is not over by then is left
 * as a crash would leave it, which the next pass mends.
 */
const END_MS = 9000;

/** Runs the words after `tagwire` in this process. */
export function main(args: readonly string[]): Promise<void> {
  process.env['RES_OPTIONS'] ??= NAME_SERVERS;
  process.on('uncaughtExceptionMonitor', (error) => {
    if (error instanceof Error) error.stack = sourceStack(error); // Node prints it next
  });
  return runCommandLine(args, processIo());
}

function processIo(): Io {
  const stop = new AbortController();
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(name, () => {
      stop.abort(name);
      setTimeout(() => process.exit(code), END_MS).unref();
    });
  }
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(); // the reader of a pipe has gone: nobody is left to report to
      if (stream === process.stdout)
        process.stderr.write(`error: the report can't be written: ${error.message}\n`);
      process.exit(1);
    });
  }
  const { env } = process;
  return {
    out: (text) => void process.stdout.write(text),
    outAll: async (parts) => {
      for await (const part of parts) if (!process.stdout.write(part)) await once(process.stdout, 'drain');
    },
    err: (text) => void process.stderr.write(text),
    stdin: () => process.stdin,
    ask: process.stdin.isTTY === true && process.stderr.isTTY === true ? ask(stop.signal) : null,
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    columns: process.stdout.columns || process.stderr.columns || 80, // 0 where a terminal does not tell
    color: process.stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    unicode: /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''),
    version,
    env,
    enter,
    now: Date.now,
    exitWith: (code) => {
      process.exitCode = code;
    },
    signal: stop.signal,
    onHangup: (listener) => void process.on('SIGHUP', listener),
  };
}

function enter(folder: string): boolean {
  try {
    process.chdir(folder);
    return true;
  } catch {
    return false;
  }
}

/** What asks is loaded with the first question: few commands have any. */
function ask(signal: AbortSignal): NonNullable<Io['ask']> {
  let asking: NonNullable<Io['ask']> | null = null;
  return async (question) => {
    const { createAsk } = await import('./terminal/ask.js');
    asking ??= createAsk({
      input: process.stdin,
      output: process.stderr,
      signal,
      interrupted: () => process.kill(process.pid, 'SIGINT'),
    });
    return asking(question);
  };
}
