import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';

/** What bash offers at the end of a line, in a folder with `feeds.json` and `feeds two.json`. */
async function offered(...words: string[]): Promise<readonly string[]> {
  const folder = configFolder('{}');
  writeFileSync(path.join(folder, 'feeds two.json'), '{}');
  const { out } = await tagwire(['completion', 'bash'], folder);
  const line = ['tagwire', ...words].map((word) => `'${word}'`).join(' ');
  const script = `${out}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _tagwire; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

test.each<[words: string[], offers: string[]]>([
  [['s'], ['start', 'suggest', 'status']],
  [['--v'], ['--version']],
  [
    ['-C', 'feeds'],
    ['feeds two.json', 'feeds.json'],
  ],
  [
    ['-C', 'planet', 'st'],
    ['start', 'status'],
  ],
  [['-C', 'planet', 'start', '--log-level', 'w'], ['warn']],
  [
    ['run', '--a'],
    ['--all', '--allow-private'],
  ],
  [['run', 'https://a.example/', '--f'], ['--fresh']],
  [['start', '--log-level', 'w'], ['warn']],
  [['start', '--port', ''], []],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [
    ['check', '--config', 'feeds'],
    ['feeds two.json', 'feeds.json'],
  ],
  [['classify', 'feeds.'], ['feeds.json']],
  [['classify', '--e'], ['--eval']],
  [['frobnicate', '--'], []],
])('bash completes %j', async (words, offers) => {
  expect((await offered(...words)).toSorted()).toEqual(offers.toSorted());
});
