// Loaded into tagwire before it starts (node --import), to have it die at an exact step of its work on disk:
//
//   TAGWIRE_STEPS=FILE           appends to FILE each step that is begun, a line each: "rename data/db.json"
//   TAGWIRE_DIE_AT="3 STEP"      kills the process just before it begins that STEP for the third time
//
// A step is a call that changes a file or folder, with its path from the current folder: temporary files by the
// name that they will have, every number as N, so that the steps of one pass have the same names in the next.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const CALLS = ['link', 'mkdir', 'open', 'rename', 'rm', 'rmdir', 'unlink', 'utimes', 'writeFile'];
const [, times, fatal] = /^(\d+) (.+)$/.exec(process.env.TAGWIRE_DIE_AT ?? '') ?? [];
const log = process.env.TAGWIRE_STEPS === undefined ? null : fs.openSync(process.env.TAGWIRE_STEPS, 'a');
const { writeSync } = fs;
let count = 0;

for (const call of CALLS) {
  watch(fs.promises, call, call);
  watch(fs, `${call}Sync`, call);
}
syncBuiltinESMExports();

function watch(module, name, call) {
  const original = module[name];
  module[name] = function (...args) {
    const file = call === 'link' || call === 'rename' ? args[1] : args[0];
    const isRead = call === 'open' && !/[wax+]/.test(String(args[1]));
    if (typeof file === 'string' && !isRead) begin(`${call} ${named(file)}`);
    return original.apply(this, args);
  };
}

function begin(step) {
  if (log !== null) writeSync(log, `${step}\n`);
  if (step !== fatal) return;
  count += 1;
  if (count === Number(times)) die();
}

/** Some kernels deliver a signal a little later: nothing goes on meanwhile. */
function die() {
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

const named = (file) =>
  path
    .relative('.', file)
    .replace(/\.tagwire-\d+-\w+-\d+\.tmp$/, '.tmp')
    .replace(/\.([^/]+)\.\d+\.\d+\.tmp$/, '$1')
    .replace(/-[\da-f]{8}\b/g, '')
    .replace(/\d+/g, 'N');
