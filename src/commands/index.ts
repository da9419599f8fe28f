import { add } from './add.js';
import { check } from './check.js';
import { classify } from './classify.js';
import { demo } from './demo.js';
import { doctor } from './doctor.js';
import { explain } from './explain.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';
import { init } from './init.js';
import type { RegisterCommand } from './io.js';
import { parse } from './parse.js';
import { publish } from './publish.js';
import { remove } from './remove.js';
import { run } from './run.js';
import { start } from './start.js';
import { status } from './status.js';
import { suggest } from './suggest.js';

/** All commands, in the order of `--help`. A new command is one file and one line here. */
export const commands: readonly RegisterCommand[] = [
  init,
  run,
  start,
  demo,
  add,
  check,
  parse,
  classify,
  explain,
  publish,
  suggest,
  status,
  importCommand,
  exportCommand,
  remove,
  doctor,
];
