import { CommanderError } from 'commander';
import { ConfigError } from '../../config/errors.js';
import { UserError } from '../../model/errors.js';
import type { Io } from '../../terminal/io.js';
import { sourceStack } from '../../terminal/source-stack.js';
import { createStyle } from '../../terminal/style.js';
import { createProgram, readWords } from './program.js';

/**
 * Runs one command line (the words after `tagwire`) to its end; never throws. A mistake of the operator's is
 * one line on stderr, one each in feeds.json; anything else is a bug and keeps its stack.
 */
export async function runCommandLine(args: readonly string[], io: Io): Promise<void> {
  try {
    const program = await createProgram(args, io);
    await program.parseAsync([...readWords(args)], { from: 'user' });
  } catch (error) {
    await fail(io, error);
  }
}

async function fail(io: Io, error: unknown): Promise<void> {
  const style = createStyle({ ...io, color: io.color && io.errIsTerminal });
  if (error instanceof CommanderError) {
    io.exitWith(error.exitCode === 0 ? 0 : 2); // help or the version, already printed; without a command that is an error
  } else if (error instanceof ConfigError) {
    const { problemBlocks, problemLines } = await import('../../terminal/problems.js');
    io.err(
      io.errIsTerminal ? problemBlocks(error.problems, style, io.columns) : problemLines(error.problems),
    );
    io.exitWith(error.exitCode);
  } else if (error instanceof UserError) {
    io.err(`${style.red('error:')} ${error.message}\n`);
    io.exitWith(error.exitCode);
  } else {
    io.err(`${error instanceof Error ? sourceStack(error) : String(error)}\n`);
    io.exitWith(1);
  }
}
