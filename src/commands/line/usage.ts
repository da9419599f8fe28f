import type { Command, CommanderError } from 'commander';
import { printable } from '../../terminal/printable.js';

/** A mistake in the command line as one line: what is wrong, and what to do. */
export function usageMistake(command: Command, error: CommanderError): string {
  return printable(describe(command, error));
}

function describe(command: Command, { code, message }: CommanderError): string {
  const full = fullName(command);
  switch (code) {
    case 'commander.unknownCommand': {
      const [name = ''] = command.args;
      return `unknown command "${name}"; ${meant(message) ?? `${full} --help lists them`}`;
    }
    case 'commander.unknownOption': {
      const flag = quoted(message);
      return `unknown option "${flag}"; ${meant(message) ?? whereOptionsAre(command, flag)}`;
    }
    case 'commander.excessArguments': {
      const extra = command.args[command.registeredArguments.length] ?? '';
      return `unexpected argument "${extra}"; usage: ${full} ${command.usage()}`;
    }
    case 'commander.missingArgument':
      return `missing: ${quoted(message)}; usage: ${full} ${command.usage()}`;
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

/** What commander thinks was meant, in a second line: `(Did you mean status?)`. */
function meant(message: string): string | null {
  const words = /\n\(Did you mean (.*)\)$/.exec(message)?.[1];
  return words === undefined ? null : `did you mean ${words}`;
}

function whereOptionsAre(command: Command, flag: string): string {
  const isOfCommands = command.commands.some(({ options }) => options.some(({ long }) => long === flag));
  return isOfCommands
    ? `it stands after the command: tagwire COMMAND ${flag}`
    : `${fullName(command)} --help lists them`;
}
