#!/usr/bin/env node
import { once } from 'node:events';
import { CommanderError } from 'commander';
import { createProgram } from './commands/program.js';
import { ConfigError } from './config/errors.js';
import { keepHeapSmall } from './heap.js';
import { UserError } from './model/errors.js';
import type { Io } from './terminal/io.js';
import { problemBlocks, problemLines } from './terminal/problems.js';
import { createStyle } from './terminal/style.js';
import { version } from './version.js';

keepHeapSmall();
await main(process.argv);

async function main(argv: readonly string[]): Promise<void> {
  const io = processIo();
  try {
    await createProgram(io).parseAsync([...argv]);
  } catch (error) {
    fail(io, error);
  }
}

/** A mistake of the operator's is one line, in feeds.json one each; anything else is a bug and keeps its stack. */
function fail(io: Io, error: unknown): void {
  const style = createStyle({ ...io, color: io.color && io.errIsTerminal });
  if (error instanceof CommanderError) {
    io.exitWith(error.exitCode === 0 ? 0 : 2); // help or the version, already printed; without a command that is an error
  } else if (error instanceof ConfigError) {
    io.err(
      io.errIsTerminal ? problemBlocks(error.problems, style, io.columns) : problemLines(error.problems),
    );
    io.exitWith(error.exitCode);
  } else if (error instanceof UserError) {
    io.err(`${style.red('error:')} ${error.message}\n`);
    io.exitWith(error.exitCode);
  } else {
    io.err(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    io.exitWith(1);
  }
}

function processIo(): Io {
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(name));
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
    stdin: readStdin,
    outIsTerminal: process.stdout.isTTY === true,
    errIsTerminal: process.stderr.isTTY === true,
    columns: process.stdout.columns || process.stderr.columns || 80, // 0 where a terminal does not tell
    color: process.stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    unicode: /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''),
    version,
    now: Date.now,
    exitWith: (code) => {
      process.exitCode = code;
    },
    signal: stop.signal,
  };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}
