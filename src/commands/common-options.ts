import { type Command, Option } from 'commander';
import type { CommonOptions } from '../terminal/io.js';
import { LEVELS, logLevel } from '../terminal/log-level.js';

const OPTIONS: Readonly<Record<keyof CommonOptions, () => Option>> = {
  config: () => new Option('--config <file>', 'the configuration').default('feeds.json'),
  data: () => new Option('--data <dir>', 'the database').default('data'),
  out: () => new Option('--out <dir>', 'the published site').default('public'),
  allowPrivate: () => new Option('--allow-private', 'ask loopback and private addresses too').default(false),
  logLevel: () =>
    new Option('--log-level <level>', 'silent, error, warn, info or debug')
      .default('info')
      .choices(LEVELS)
      .argParser(logLevel),
  json: () => new Option('--json', 'reports as JSON').default(false),
};

/**
 * Every command understands them all, so that a script can give the same ones to each; its help lists what it
 * reads.
 */
export function addCommonOptions(command: Command, reads: readonly (keyof CommonOptions)[]): void {
  for (const [name, option] of Object.entries(OPTIONS)) {
    command.addOption(option().hideHelp(!reads.some((read) => read === name)));
  }
}
