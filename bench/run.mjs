/** `npm run bench -- NAME`: runs bench/NAME.mjs over the build in dist/. */
import { readdirSync } from 'node:fs';

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => file.slice(0, -'.mjs'.length));
const [name] = process.argv.slice(2);

if (names.includes(name)) {
  await import(`./${name}.mjs`);
} else {
  console.error(`usage: npm run bench -- ${names.join('|')}`);
  process.exitCode = 2;
}
