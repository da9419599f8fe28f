/** `npm run bench -- NAME`: runs bench/NAME.mjs, over src/ as it is or the program in dist/. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { compiled } from '../scripts/compile.mjs';

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => file.slice(0, -'.mjs'.length));
const [name] = process.argv.slice(2);

if (names.includes(name)) {
  await import(await compiled(path.join(import.meta.dirname, `${name}.mjs`)));
} else {
  console.error(`usage: npm run bench -- ${names.join('|')}`);
  process.exitCode = 2;
}
