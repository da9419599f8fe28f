import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FORMATS } from '../../src/publish/feeds/formats.js';
import { tagwire } from '../support/cli.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const textOf = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const docs = textOf('docs/hosting.md');
const recipes = readdirSync(path.join(ROOT, 'hosting')).sort();

test('docs/hosting.md tells of each file in hosting/, and of none that is not there', () => {
  const linked = [...docs.matchAll(/\]\(\.\.\/hosting\/([^)]+)\)/g)].map(([, name]) => name ?? '');
  expect([...new Set(linked)].sort()).toEqual(recipes);
});

/** Command lines of tagwire in a text: `tagwire run --if-free`. */
function commandLines(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => !/^\s*#/.test(line));
  return lines.flatMap((line) =>
    [
      ...line.matchAll(
        /(?:^|[\s`"([])tagwire ((?:run|start|export|import|publish|doctor|status|check)\b[^`&|>;")]*)/g,
      ),
    ].map(([, words = '']) => words.trim()),
  );
}

test('the commands and options that recipes use are there', async () => {
  const used = new Map<string, Set<string>>();
  const texts = [docs, ...recipes.map((name) => textOf(`hosting/${name}`))];
  for (const line of texts.flatMap(commandLines)) {
    const [command = '', ...words] = line.split(/\s+/);
    const options = words.filter((word) => word.startsWith('-')).map((word) => word.replace(/[,.].*/, ''));
    used.set(command, new Set([...(used.get(command) ?? []), ...options]));
  }
  expect([...used.keys()]).toEqual(expect.arrayContaining(['run', 'start', 'export', 'import']));
  for (const [command, options] of used) {
    const { out } = await tagwire([command, '--help'], ROOT);
    for (const option of options) expect(out, `tagwire ${command}`).toContain(option);
  }
});

test.each(['nginx-static.conf', 'Caddyfile'])('%s serves feeds of every format', (name) => {
  const recipe = textOf(`hosting/${name}`);
  const lists = [...recipe.matchAll(/\(\?:atom\b[^)]*\)/g)].map(([list]) => list);
  expect(lists).not.toEqual([]);
  for (const { extension, mediaType } of FORMATS) {
    expect(recipe).toContain(mediaType);
    for (const list of lists) expect(list).toMatch(new RegExp(`\\b${extension}\\b`));
  }
});

test('no workflow lets what strangers write in its log give commands to the runner', () => {
  const workflows = recipes.filter(
    (name) => name.endsWith('.yml') && textOf(`hosting/${name}`).includes('jobs:'),
  );
  expect(workflows).toEqual(['pages.yml', 'proposals.yml']);
  for (const name of workflows) {
    const lines = textOf(`hosting/${name}`).split('\n');
    const at = lines.findIndex((line) => /\.\/(?:pages|proposal)\.sh /.test(line));
    expect(lines[at - 1]?.trim(), name).toBe('echo "::stop-commands::$(uuidgen)"');
  }
});

/** The hardening of a unit: what follows its first empty line in [Service]. */
function hardeningOf(unit: string): string {
  const [, service = ''] = textOf(`hosting/${unit}`).split('[Service]\n');
  return service
    .slice(service.indexOf('\n\n'))
    .replace(/\n\[Install\].*/s, '')
    .trim();
}

test('both units are hardened alike', () => {
  expect(hardeningOf('tagwire.service')).toContain('ProtectSystem=strict');
  expect(hardeningOf('tagwire-run.service')).toBe(hardeningOf('tagwire.service'));
});

test('all that an image is built of is let into its build', () => {
  const ignored = textOf('.dockerignore').trim().split('\n');
  const { files, scripts } = JSON.parse(textOf('package.json')) as {
    files: readonly string[];
    scripts: Record<string, string>;
  };
  expect([ignored[0], scripts['postprepare']]).toEqual(['*', 'npm run build']); // of npm ci
  const needed = files.map((name) => name.replace(/\/.*/, '')).filter((name) => name !== 'dist');
  const tools = ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts', 'src'];
  expect(ignored).toEqual(expect.arrayContaining([...needed, ...tools].map((name) => `!${name}`)));
});
