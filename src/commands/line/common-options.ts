import path from 'node:path';
import { type Command, Option } from 'commander';
import { UserError } from '../../model/errors.js';
import type { CommonOptions, Io } from '../../terminal/io.js';
import { LEVELS } from '../../terminal/log-level.js';
import { printable } from '../../terminal/printable.js';
import { givenText } from '../arguments/given-text.js';
import { oneOf } from '../arguments/one-of.js';

const OPTIONS: Readonly<Record<keyof CommonOptions, () => Option>> = {
  config: () =>
    new Option('--config <file>', 'the configuration')
      .default('feeds.json')
      .argParser(givenText('--config <file>')),
  data: () =>
    new Option(
      '--data <dir>',
      'the database: a folder, or postgres://… (default: data, beside the configuration)',
    ).argParser(givenText('--data <dir>')),
  out: () =>
    new Option('--out <dir>', 'the published site (default: public, beside the configuration)').argParser(
      givenText('--out <dir>'),
    ),
  allowPrivate: () => new Option('--allow-private', 'ask loopback and private addresses too').default(false),
  logLevel: () =>
    new Option('--log-level <level>', 'silent, error, warn, info or debug')
      .default('info')
      .choices(LEVELS)
      .argParser(oneOf('--log-level', LEVELS)),
  json: () => new Option('--json', 'reports as JSON').default(false),
};

/** What stands beside the configuration where the command line doesn't say where it is. */
const BESIDE = { data: 'data', out: 'public' } as const;

/** `-C DIR`, as git and make have it: each of several counts from the one before. */
const folderOption = (): Option =>
  new Option('-C <dir>', 'work in this folder; each of several counts from the one before').argParser(
    (folder: string, before?: string) => (path.isAbsolute(folder) ? folder : path.join(before ?? '', folder)),
  );

/** The program's part: `-C` counts wherever it stands, and before a command looks for any file. */
export function addFolderOption(program: Command, io: Pick<Io, 'enter'>): void {
  program.addOption(folderOption());
  program.hook('preAction', (_program, command) => {
    const { C: folder } = program.opts<{ readonly C?: string }>();
    if (folder !== undefined && !io.enter(folder))
      throw new UserError(`-C: ${printable(folder)} is no folder that can be entered`, 2);
    const { config } = command.opts<Pick<CommonOptions, 'config'>>();
    for (const [name, beside] of Object.entries(BESIDE))
      if (command.getOptionValue(name) === undefined)
        command.setOptionValueWithSource(name, path.join(path.dirname(config), beside), 'default');
    refuseOneFolder(command.opts());
  });
}

/** Both have files of the same names: publishing would write over the database. */
function refuseOneFolder({ data, out }: Pick<CommonOptions, 'data' | 'out'>): void {
  if (path.resolve(data) === path.resolve(out))
    throw new UserError(`--data and --out are both ${printable(out)}; the site needs a folder of its own`, 2);
}

/**
 * Every command understands them all, so that a script can give the same ones to each; its help lists what it
 * reads. `-C` stands there for its help: the program takes it.
 */
export function addCommonOptions(command: Command, reads: readonly (keyof CommonOptions)[]): void {
  for (const [name, option] of Object.entries(OPTIONS)) {
    command.addOption(option().hideHelp(!reads.some((read) => read === name)));
  }
  command.addOption(folderOption());
}
