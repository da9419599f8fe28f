/** What a shell completes of a program. */
export interface CompletedProgram {
  readonly name: string;
  /** In the order of its help. */
  readonly commands: readonly CompletedCommand[];
  /** Its own, before any command. */
  readonly options: readonly CompletedOption[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly argument: CompletedValue;
}

export interface CompletedOption {
  /** `-h`, `--help`. */
  readonly flags: readonly string[];
  readonly description: string;
  readonly value: CompletedValue;
}

/** What an argument or an option takes: nothing, a path, one of some words, or what only a person knows. */
export type CompletedValue = 'none' | 'path' | 'other' | readonly string[];

/** Text within single quotes, as bash and zsh have them. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
