import { Command, type CommanderError } from 'commander';
import { UserError } from '../../model/errors.js';
import type { Io } from '../../terminal/io.js';
import { createStyle } from '../../terminal/style.js';
import { commands } from '../index.js';
import { example, FILE_COLUMNS, note } from '../note.js';
import { addCommonOptions, addFolderOption } from './common-options.js';
import { usageMistake } from './usage.js';

/** The flags of the program itself. */
const VERSION = '-V, --version';
const HELP = '-h, --help';
const FOLDER = '-C';

/**
 * The command line for these words: all commands by name, and with their options those that may be called. A
 * mistake in the words is a UserError when they are parsed, exit code 2.
 */
export async function createProgram(args: readonly string[], io: Io): Promise<Command> {
  const program = bareProgram(io);
  addFolderOption(program, io);
  for (const { name, does, takes = [], examples, reads, load } of commands) {
    const command = program.command(name).description(does);
    for (const argument of takes) command.argument(...argument);
    if (mayBeCalled(name, args)) (await load())(command, io);
    command.addHelpText('after', example(examples));
    addCommonOptions(command, reads);
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride((error) => {
      throw isMistake(error) ? new UserError(usageMistake(command, error), 2, { cause: error }) : error;
    });
  }
  return program;
}

/**
 * A command is loaded when it is named anywhere. Words that begin with an option that the program doesn't
 * have are a mistake, and saying where that option stands takes the options of all commands; so does
 * completing them.
 */
function mayBeCalled(name: string, args: readonly string[]): boolean {
  const [first = ''] = args;
  const isStrayOption = first.startsWith('-') && !isOwnFlag(first);
  return isStrayOption || first === 'completion' || args.includes(name);
}

/**
 * Words of a command line as commander is to read them: a command's own may look like options, and with
 * nothing behind a command that there is not, nor `help` before it, that is what it tells of.
 */
export function readWords(args: readonly string[]): readonly string[] {
  let at = 0;
  while (args[at]?.startsWith('-')) at += args[at] === FOLDER ? 2 : 1;
  const [name, ...behind] = args.slice(at);
  const before = args.slice(0, at);
  const asked = name === 'help' ? behind[0] : name;
  if (name === undefined || asked === undefined || asked === 'help') return args;
  const command = commands.find((one) => one.name === asked);
  if (command === undefined) return [...before, asked];
  return command.words === undefined || asked !== name ? args : [...before, name, ...command.words(behind)];
}

const isOwnFlag = (word: string): boolean =>
  word.startsWith(FOLDER) || `${VERSION}, ${HELP}`.split(', ').includes(word);

function bareProgram(io: Io): Command {
  const { bold } = createStyle({ color: true, unicode: io.unicode }); // commander takes it out where colour is not wanted
  return new Command('tagwire')
    .description(
      'Polls feeds, files their posts under tags by keyword rules, republishes a feed and a page for each tag.',
    )
    .version(io.version, VERSION, 'show the version')
    .helpOption(HELP, 'show this help')
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
}

function argumentTerm(argument: Command['registeredArguments'][number]): string {
  const term = `${argument.name()}${argument.variadic ? '...' : ''}`;
  return argument.required ? `<${term}>` : `[${term}]`;
}

/** Help and version come as errors too. */
const isMistake = ({ exitCode, code }: CommanderError): boolean =>
  exitCode !== 0 && code !== 'commander.help';
