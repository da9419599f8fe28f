import type { Command, Option } from 'commander';
import { bashCompletion } from '../terminal/completion/bash.js';
import type {
  CompletedCommand,
  CompletedOption,
  CompletedProgram,
  CompletedValue,
} from '../terminal/completion/completed.js';
import { fishCompletion } from '../terminal/completion/fish.js';
import { zshCompletion } from '../terminal/completion/zsh.js';
import type { RegisterCommand } from '../terminal/io.js';
import { oneOf } from './arguments/one-of.js';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;
type Shell = keyof typeof SHELLS;

/** `tagwire completion`: what has a shell complete commands and options, made out of the program itself. */
export const completion: RegisterCommand = (command, io) => {
  const names = Object.keys(SHELLS);
  for (const shell of command.registeredArguments) shell.choices(names).argParser(oneOf(shell.name(), names));
  command.action((shell: Shell) => {
    if (command.parent !== null) io.out(SHELLS[shell](completed(command.parent)));
  });
};

function completed(program: Command): CompletedProgram {
  const help = program.createHelp();
  const commands = help.visibleCommands(program).map(completedCommand);
  const names = commands.map(({ name }) => name);
  return {
    name: program.name(),
    commands: commands.map((command) =>
      command.name === 'help' ? { ...command, argument: names } : command,
    ),
    options: help.visibleOptions(program).map(completedOption),
  };
}

function completedCommand(command: Command): CompletedCommand {
  const [argument] = command.registeredArguments;
  return {
    name: command.name(),
    description: command.description(),
    options: command.createHelp().visibleOptions(command).map(completedOption),
    argument: argument === undefined ? 'none' : kindOf(argument.name(), argument.argChoices),
  };
}

const completedOption = ({ short, long, description, flags, argChoices }: Option): CompletedOption => ({
  flags: [short, long].flatMap((flag) => flag ?? []),
  description,
  value: /[<[]/.test(flags) ? kindOf(flags.replace(/^[^<[]*[<[]/, ''), argChoices) : 'none',
});

/** The name of a value says what it is: `<file>`, `<dir>`, `<input...>`. */
function kindOf(name: string, choices: readonly string[] | undefined): CompletedValue {
  if (choices !== undefined) return choices;
  return /^(?:file|dir|input)/.test(name) ? 'path' : 'other';
}
