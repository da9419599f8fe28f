// Loaded into tagwire before it starts (node --import), to have the system refuse a call:
//
//   TAGWIRE_CALLS=FILE                  appends to FILE each call that is made, a line each: "rename data/db.json"
//   TAGWIRE_FAIL_AT="EIO rename data/db.json"   that call, whenever it is made, fails with that code
//
// A call reads or changes a file or folder below data/ or public/, named by its path from the current folder:
// temporary files by the name that they will have, every number as N.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

const CALLS = [
  'link',
  'lstat',
  'mkdir',
  'open',
  'readdir',
  'readFile',
  'rename',
  'rm',
  'rmdir',
  'stat',
  'unlink',
  'writeFile',
];
const HANDLE_CALLS = ['writeFile', 'readFile', 'datasync', 'sync', 'stat'];
const [, code, fatal] = /^(\w+) (.+)$/.exec(process.env.TAGWIRE_FAIL_AT ?? '') ?? [];
const log = process.env.TAGWIRE_CALLS === undefined ? null : fs.openSync(process.env.TAGWIRE_CALLS, 'a');
const { writeSync } = fs;

for (const call of CALLS) {
  watch(fs.promises, call, call);
  watch(fs, `${call}Sync`, call);
}
const { open } = fs.promises;
fs.promises.open = async (...args) => {
  const handle = await open(...args);
  for (const call of HANDLE_CALLS) {
    const original = handle[call];
    handle[call] = async (...rest) => {
      begin(call, args[0]);
      return original.apply(handle, rest);
    };
  }
  return handle;
};
syncBuiltinESMExports();

function watch(module, name, call) {
  const original = module[name];
  const before = (args) => begin(call, call === 'link' || call === 'rename' ? args[1] : args[0]);
  module[name] = name.endsWith('Sync')
    ? function (...args) {
        before(args);
        return original.apply(this, args);
      }
    : async function (...args) {
        before(args);
        return original.apply(this, args);
      };
}

function begin(call, file) {
  if (typeof file !== 'string') return;
  const step = `${call} ${named(file)}`;
  if (!/^\w+ (data|public)\b/.test(step)) return;
  if (log !== null) writeSync(log, `${step}\n`);
  if (step !== fatal) return;
  throw Object.assign(new Error(`${code}: as the system says it, ${call} '${file}'`), {
    code,
    syscall: call,
    path: file,
  });
}

const named = (file) =>
  path
    .relative('.', file)
    .replace(/\.tagwire-\d+-\w+-\d+\.tmp$/, '.tmp')
    .replace(/\.([^/]+)\.\d+\.\d+\.tmp$/, '$1')
    .replace(/-[\da-f]{8}\b/g, '')
    .replace(/\d+/g, 'N');
