import type { Command, CommanderError } from 'commander';
import { closestWord } from '../config/grammar/suggest.js';
import { printable } from '../terminal/printable.js';

/** A mistake in the command line as one line: what is wrong, and what to do. */
export function usageMistake(command: Command, error: CommanderError): string {
  return printable(describe(command, error));
}

function describe(command: Command, { code, message }: CommanderError): string {
  const full = fullName(command);
  switch (code) {
    case 'commander.unknownCommand': {
      const [name = ''] = command.args;
      const names = command.commands.map((one) => one.name());
      return `unknown command "${name}"; ${meant(name, names) ?? `${full} --help lists them`}`;
    }
    case 'commander.unknownOption': {
      const flag = quoted(message);
      return `unknown option "${flag}"; ${meant(flag, optionsOf(command)) ?? whereOptionsAre(command, flag)}`;
    }
    case 'commander.excessArguments': {
      const extra = command.args[command.registeredArguments.length] ?? '';
      return `unexpected argument "${extra}"; usage: ${full} ${command.usage()}`;
    }
    case 'commander.missingArgument':
      return `${quoted(message)} is missing; usage: ${full} ${command.usage()}`;
    case 'commander.optionMissingArgument':
      return `${quoted(message)}: its value is missing`;
    default:
      return message.replace(/^error: /, '');
  }
}

const fullName = (command: Command): string =>
  command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;

/** What commander names in single quotes; it tells it in no other way. */
const quoted = (message: string): string => /'(.*)'/s.exec(message)?.[1] ?? '';

const optionsOf = (command: Command): readonly string[] => [
  '--help',
  ...command.options.flatMap(({ long, hidden }) => (long == null || hidden ? [] : [long])),
];

function meant(word: string, known: readonly string[]): string | null {
  const closest = closestWord(word, known);
  return closest === null ? null : `did you mean ${closest}?`;
}

function whereOptionsAre(command: Command, flag: string): string {
  const isOfCommands = command.commands.some(({ options }) => options.some(({ long }) => long === flag));
  return isOfCommands
    ? `it stands after the command: tagwire COMMAND ${flag}`
    : `${fullName(command)} --help lists them`;
}
