import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commands } from '../../src/commands/index.js';
import { tagwire } from '../support/cli.js';

const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** What README's table of commands has in its first column: a command, or two that belong together. */
const rows = README.split('\n').flatMap((line) => /^\| (`.*?`) \| /.exec(line)?.[1] ?? []);

const rowOf = (name: string): string =>
  rows.find((row) => row.includes(`\`${name} `) || row.includes(`\`${name}\``)) ?? '';

const COMMON = ['--config', '--data', '--out', '--allow-private', '--log-level', '--json', '--help'];

test.each(commands.map(({ name }) => name))(
  'README has %s, each of its options, and no other',
  async (name) => {
    const { out } = await tagwire([name, '--help'], '.');
    const options: readonly string[] = out.match(/(?<=^ {2}(?:-\w, )?)--[a-z-]+/gm) ?? [];
    const row = rowOf(name);
    expect(row).not.toBe('');
    expect(options.filter((option) => !COMMON.includes(option) && !README.includes(option))).toEqual([]);
    const isAlone = commands.filter((command) => rowOf(command.name) === row).length === 1;
    const told = isAlone ? (row.match(/--[a-z-]+/g) ?? []) : [];
    expect(told.filter((option) => !options.includes(option))).toEqual([]);
  },
);
