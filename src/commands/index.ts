import { classify } from './classify.js';
import { demo } from './demo.js';
import type { RegisterCommand } from './io.js';
import { parse } from './parse.js';
import { publish } from './publish.js';
import { run } from './run.js';
import { start } from './start.js';
import { status } from './status.js';

/** All commands, in the order of `--help`. A new command is one file and one line here. */
export const commands: readonly RegisterCommand[] = [run, start, demo, parse, classify, publish, status];
