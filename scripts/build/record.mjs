// record.mjs DIST COMMAND …: runs a command of the built program, and writes the code cache of each file that was
// loaded: with the functions that were called, and those that an earlier run found.
import { writeFileSync } from 'node:fs';
import { cacheOf, createLoader, sealed } from '../../src/loader.ts';

const [folder, ...args] = process.argv.slice(2);
const scripts = new Map();
process.on('exit', () => {
  for (const [file, script] of scripts) writeFileSync(cacheOf(file), sealed(script.createCachedData(), file));
});
const load = createLoader(folder, { compiled: (file, script) => scripts.set(file, script) });
await load('./program.js').main(args);
