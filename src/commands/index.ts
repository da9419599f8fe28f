import type { CommonOptions, RegisterCommand } from '../terminal/io.js';
import { add } from './add.js';
import { check } from './check.js';
import { classify } from './classify.js';
import { demo } from './demo.js';
import { doctor } from './doctor.js';
import { explain } from './explain.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';
import { init } from './init.js';
import { parse } from './parse.js';
import { publish } from './publish.js';
import { remove } from './remove.js';
import { run } from './run.js';
import { start } from './start.js';
import { status } from './status.js';
import { suggest } from './suggest.js';

/** A command with the common options that it reads. */
type ListedCommand = readonly [register: RegisterCommand, ...reads: (keyof CommonOptions)[]];

/** All commands, in the order of `--help`. A new command is one file and one line here. */
export const commands: readonly ListedCommand[] = [
  [init, 'config'],
  [run, 'config', 'data', 'out', 'allowPrivate', 'json'],
  [start, 'config', 'data', 'out', 'allowPrivate', 'logLevel', 'json'],
  [demo, 'logLevel', 'json'],
  [add, 'config', 'allowPrivate', 'json'],
  [check, 'config', 'data', 'json'],
  [parse, 'allowPrivate'],
  [classify, 'config', 'json'],
  [explain, 'config', 'data', 'json'],
  [publish, 'config', 'data', 'out', 'json'],
  [suggest, 'config', 'data', 'json'],
  [status, 'config', 'data', 'json'],
  [importCommand, 'config', 'data', 'json'],
  [exportCommand, 'config', 'data', 'json'],
  [remove, 'config', 'data', 'out', 'json'],
  [doctor, 'config', 'data', 'json'],
];
