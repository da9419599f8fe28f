import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The licence of each package that the files come from: it has to go where they go. */
export function licensesOf(files) {
  const folders = [...new Set(files.flatMap((file) => packageOf(file) ?? []))];
  const parts = folders.map((folder) => ({
    name: folder.split('node_modules/').at(-1),
    text: licenseIn(folder),
  }));
  parts.sort((a, b) => (a.name < b.name ? -1 : 1));
  return `The program contains these packages.\n\n${parts.map(({ name, text }) => `## ${name}\n\n${text}\n`).join('\n')}`;
}

/** `…/node_modules/a/node_modules/@b/c` of a file in it; null of our own. */
function packageOf(file) {
  const end = file.lastIndexOf('/node_modules/');
  if (end < 0) return null;
  const [scope, name] = file.slice(end + '/node_modules/'.length).split('/');
  const own = scope.startsWith('@') ? `${scope}/${name}` : scope;
  return `${file.slice(0, end)}/node_modules/${own}`;
}

function licenseIn(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file === undefined ? `Licence: ${license}` : readFileSync(path.join(folder, file), 'utf8').trim();
  if (file === undefined && license === undefined) throw new Error(`${name}: no licence`);
  return `${name} ${version}\n\n${text}`;
}
