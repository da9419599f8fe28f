import { classify } from './classify.js';
import type { RegisterCommand } from './io.js';
import { parse } from './parse.js';

/** All commands, in the order of `--help`. A new command is one file and one line here. */
export const commands: readonly RegisterCommand[] = [parse, classify];
