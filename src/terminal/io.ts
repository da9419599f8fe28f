import type { Command } from 'commander';
import type { Environment } from '../model/values.js';
import type { LogLevel } from './log-level.js';

/**
 * What a command may touch of the world around it: handed in, so that tests and pipes see the same program.
 */
export interface Io {
  /** Reports. */
  out(text: string): void;
  /** A report of any length, at the pace of its reader. */
  outAll(parts: AsyncIterable<string>): Promise<void>;
  /** Logs, progress, failures. */
  err(text: string): void;
  /** Standard input, as it comes. */
  stdin(): AsyncIterable<Uint8Array>;
  /**
   * Puts a question to whoever sits at the terminal, and returns the line that comes, or null where none
   * does: at the end of the input and after Ctrl-C. Null where nobody sits there.
   */
  readonly ask: ((question: string) => Promise<string | null>) | null;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Columns of the terminal, 80 where unknown. */
  readonly columns: number;
  /** Colour wanted: a terminal, and `NO_COLOR` not set. */
  readonly color: boolean;
  /** The locale says UTF-8, so ✓ and ✗ can be printed. */
  readonly unicode: boolean;
  /** Of tagwire. */
  readonly version: string;
  readonly env: Environment;
  /** Makes a folder the one that relative paths begin in; false where that can't be entered. */
  enter(folder: string): boolean;
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Sets the exit code for the end of the command: 0 done, 1 nothing worked, 2 bad usage or configuration,
   * 130 and 143 interrupted by SIGINT and SIGTERM (128 and the number of the signal, as shells have it).
   */
  exitWith(code: 0 | 1 | 2 | 130 | 143): void;
  /** Aborted by SIGINT and SIGTERM, whose name is the reason. */
  readonly signal: AbortSignal;
  /** Calls back at each SIGHUP from now on, which otherwise ends the process. */
  onHangup(listener: () => void): void;
}

/** Gives a command, which is listed already, its own options and its work. */
export type RegisterCommand = (command: Command, io: Io) => void;

/** The options that every command understands. */
export interface CommonOptions {
  readonly config: string;
  readonly data: string;
  readonly out: string;
  readonly allowPrivate: boolean;
  readonly logLevel: LogLevel;
  readonly json: boolean;
}
