import { Command, type CommanderError } from 'commander';
import { UserError } from '../model/errors.js';
import type { Io } from '../terminal/io.js';
import { createStyle } from '../terminal/style.js';
import { addCommonOptions } from './common-options.js';
import { commands } from './index.js';
import { FILE_COLUMNS, note } from './note.js';
import { usageMistake } from './usage.js';

/** The command line: all commands with their options. A mistake in it is a UserError, exit code 2. */
export function createProgram(io: Io): Command {
  const { bold } = createStyle({ color: true, unicode: io.unicode }); // commander takes it out where colour is not wanted
  const program = new Command('tagwire')
    .description(
      'Polls feeds, files their posts under tags by keyword rules, republishes a feed and a page for each tag.',
    )
    .version(io.version, '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the options of a command')
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
      outputError: () => undefined,
      getOutHelpWidth: () => (io.outIsTerminal ? io.columns : FILE_COLUMNS),
      getErrHelpWidth: () => (io.errIsTerminal ? io.columns : FILE_COLUMNS),
      getOutHasColors: () => io.color,
      getErrHasColors: () => io.color && io.errIsTerminal,
    })
    .configureHelp({
      styleTitle: bold,
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
      optionDescription: ({ description, defaultValue }) =>
        typeof defaultValue === 'string' || typeof defaultValue === 'number'
          ? `${description} (default: ${defaultValue})`
          : description,
    })
    .addHelpText(
      'after',
      note('Begin with "tagwire init" in a folder of your own, or see it at work with "tagwire demo".'),
    );
  for (const [register, ...reads] of commands) {
    register(program, io);
    const command = program.commands.at(-1);
    if (command !== undefined) addCommonOptions(command, reads);
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride((error) => {
      throw isMistake(error) ? new UserError(usageMistake(command, error), 2, { cause: error }) : error;
    });
  }
  return program;
}

function argumentTerm(argument: Command['registeredArguments'][number]): string {
  const term = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${term}>` : `[${term}]`;
}

/** Help and version come as errors too. */
const isMistake = ({ exitCode, code }: CommanderError): boolean =>
  exitCode !== 0 && code !== 'commander.help';
