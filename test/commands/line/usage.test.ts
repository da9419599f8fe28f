import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { tagwire } from '../../support/cli.js';
import { configFolder } from '../../support/config-folder.js';

describe('a mistake in the command line is one line and exit code 2', () => {
  test.each([
    ['a misspelt command', 'stauts', 'unknown command "stauts"; did you mean status?'],
    ['a misspelt command with --help', 'stauts --help', 'unknown command "stauts"; did you mean status?'],
    ['help of a misspelt command', 'help stauts', 'unknown command "stauts"; did you mean status?'],
    ['no such command', 'frobnicate', 'unknown command "frobnicate"; tagwire --help lists them'],
    ['help by another name', 'halp', 'unknown command "halp"; did you mean help?'],
    ['a misspelt option', 'run --al', 'unknown option "--al"; did you mean --all?'],
    ['no such option', 'run --frobnicate', 'unknown option "--frobnicate"; tagwire run --help lists them'],
    [
      'an option before its command',
      '--config feeds.json run',
      'unknown option "--config"; it stands after the command: tagwire COMMAND --config',
    ],
    ['an argument too many', 'doctor extra', 'unexpected argument "extra"; usage: tagwire doctor [options]'],
    ['an argument too few', 'add', 'missing: url; usage: tagwire add [options] <url...>'],
    ['an option without its value', 'start --port', '--port <port>: its value is missing'],
    [
      'a port that is none',
      'start --port http',
      '--port: expected a number from 0 to 65535, received "http"',
    ],
    ['a port too high', 'start --port 65536', '--port: expected a number from 0 to 65535, received "65536"'],
    [
      'a level that is none',
      'run --log-level loud',
      '--log-level: expected one of silent, error, warn, info, debug; received "loud"',
    ],
    [
      'a starter that there is not',
      'init --from pyhton',
      '--from: expected one of example, empty, python, rust; received "pyhton"',
    ],
    [
      'a format that there is not',
      'check --format html',
      '--format: expected one of text, markdown; received "html"',
    ],
    ['a shell that there is not', 'completion csh', 'shell: expected one of bash, zsh, fish; received "csh"'],
    ['a folder that is none', '-C none run', '-C: none is no folder that can be entered'],
    [
      'an option after -C and before its command',
      '-C . --al',
      'unknown option "--al"; tagwire --help lists them',
    ],
    [
      'the database as site',
      'run --out data',
      '--data and --out are both data; the site needs a folder of its own',
    ],
    [
      'the site as database',
      'publish --data ./public/',
      '--data and --out are both public; the site needs a folder of its own',
    ],
    ['what a terminal would act upon', 'a\u001b[31m\nb', 'unknown command "a b"; tagwire --help lists them'],
  ])('%s', async (_name, line, message) => {
    const args = line.includes('\u001b') ? [line] : line.split(' ');
    expect(await tagwire(args, configFolder())).toEqual({ code: 2, out: '', err: `error: ${message}\n` });
  });
});

describe('a value with nothing in it, as of a variable that is not set, is missing', () => {
  test.each([
    ['run', '--config <file>'],
    ['run', '--data <dir>'],
    ['publish', '--out <dir>'],
    ['migrate', '--from <dir>'],
    ['migrate', '--to <dir>'],
    ['add https://a.example/', '--title <title>'],
    ['file https://a.example/ +ffi', '--note <text>'],
  ])('%s %s', async (line, option) => {
    const [name = ''] = option.split(' ');
    for (const value of ['', ' '])
      expect(await tagwire([...line.split(' '), name, value], configFolder())).toEqual({
        code: 2,
        out: '',
        err: `error: ${option}: its value is missing\n`,
      });
  });
});

describe('what is to be written into a file and can’t be published is one line', () => {
  test.each([
    ['a title', ['add', 'https://a.example/', '--title', 'a\u0001'], '--title <title>'],
    ['a note', ['file', 'https://a.example/', '+ffi', '--note', '\ufffe'], '--note <text>'],
    ['the id of a post', ['file', 'a\u0001', '+ffi'], 'post'],
  ])('%s', async (_name, args, what) => {
    const code = args.join('').includes('\ufffe') ? 'FFFE' : '0001';
    const err = `error: ${what}: the character U+${code} can't be published; take it out\n`;
    expect(await tagwire(args, configFolder())).toEqual({ code: 2, out: '', err });
  });

  test('and a post without a name is none', async () => {
    const ran = await tagwire(['file', '', '+ffi'], configFolder());
    expect(ran).toEqual({ code: 2, out: '', err: 'error: post: its value is missing\n' });
  });
});

describe('a file that is not what it should be is one line', () => {
  test.each([
    ['no configuration', 'run', 2, 'no feeds.json here; tagwire init makes one, --config names one'],
    [
      'a folder as configuration',
      'run --config folder',
      2,
      'folder is a folder; --config names the file in it',
    ],
    ['no such input', 'classify --config ok.json none.json', 1, 'none.json: no such file'],
    ['a folder as input', 'classify --config ok.json folder', 1, 'folder: a folder, not a file'],
    [
      'a file as database',
      'run --config ok.json --data ok.json',
      1,
      'ok.json/db.json: a file is in the way of its folder; move it elsewhere',
    ],
    [
      'no folder for it',
      'init --config none/feeds.json',
      1,
      "none/feeds.json can't be written: its folder does not exist",
    ],
    ['nothing to import', 'import --config ok.json none.opml', 1, 'none.opml: no such file'],
  ])('%s', async (_name, line, code, message) => {
    const folder = configFolder();
    mkdirSync(path.join(folder, 'folder'));
    const config = { site: { title: 'T', url: 'https://t.example/' }, sources: [], tags: {} };
    writeFileSync(path.join(folder, 'ok.json'), JSON.stringify(config));
    expect(await tagwire(line.split(' '), folder)).toEqual({ code, out: '', err: `error: ${message}\n` });
  });
});

describe('places', () => {
  const config = (title: string) =>
    JSON.stringify({ site: { title, url: 'https://t.example/' }, sources: [], tags: {} });
  const BESIDE = ['data', 'feeds.json', 'inner', 'public'];

  /** A folder with two sites in it, one of them deeper. */
  function sites(): string {
    const folder = configFolder();
    mkdirSync(path.join(folder, 'site', 'inner'), { recursive: true });
    for (const place of ['site', 'site/inner'])
      writeFileSync(path.join(folder, place, 'feeds.json'), config(`Of ${place}`));
    return folder;
  }

  test.each([
    ['--config names a file elsewhere', 'run --config site/feeds.json'],
    ['-C before the command', '-C site run'],
    ['-C after it', 'run -C site'],
    ['-C in one word', 'run -Csite'],
    ['one -C goes on from the other', '-C site/inner run -C ..'],
  ])('data and public stand beside feeds.json: %s', async (_name, line) => {
    const folder = sites();
    expect((await tagwire(line.split(' '), folder)).code).toBe(0);
    expect(readdirSync(path.join(folder, 'site')).sort()).toEqual(BESIDE);
    expect(readdirSync(folder)).toEqual(['site']);
  });

  test('--data and --out are where the command line says, from the folder of -C', async () => {
    const folder = sites();
    const line = '-C site run --config inner/feeds.json --data here --out there';
    expect((await tagwire(line.split(' '), folder)).code).toBe(0);
    expect(readdirSync(path.join(folder, 'site')).sort()).toEqual(['feeds.json', 'here', 'inner', 'there']);
    expect(readdirSync(path.join(folder, 'site', 'inner'))).toEqual(['feeds.json']);
  });

  test('the files that a command line names are looked for in the folder of -C', async () => {
    const folder = sites();
    writeFileSync(
      path.join(folder, 'site', 'feed.xml'),
      '<rss version="2.0"><channel><title>Here</title></channel></rss>',
    );
    const { code, out } = await tagwire(['-C', path.join(folder, 'site'), 'parse', 'feed.xml'], folder);
    expect([code, JSON.parse(out).title]).toEqual([0, 'Here']);
  });
});

describe('help', () => {
  const COMMON = ['-C', '--config', '--data', '--out', '--allow-private', '--log-level', '--json'];
  test.each([
    ['init', ['-C', '--config', '--allow-private']],
    ['run', ['-C', '--config', '--data', '--out', '--allow-private', '--json']],
    ['start', COMMON],
    ['parse', ['-C', '--allow-private']],
    ['publish', ['-C', '--config', '--data', '--out', '--json']],
  ])('of %s lists the common options that it reads, and no others', async (command, listed) => {
    const { code, out } = await tagwire([command, '--help'], '.');
    expect(code).toBe(0);
    expect(COMMON.filter((option) => new RegExp(`^  ${option}\\b`, 'm').test(out))).toEqual(listed);
  });

  test.each([
    ['init', 'example, empty, python, rust'],
    ['check', 'text, markdown'],
    ['completion', 'bash, zsh, fish'],
  ])('of %s names the words that it takes: %s', async (command, words) => {
    const { out } = await tagwire(['help', command], '.');
    expect(words.split(', ').filter((word) => !out.includes(word))).toEqual([]);
  });

  test('of each command shows examples, each a command line that it takes', async () => {
    const commands = [...(await tagwire(['--help'], '.')).out.matchAll(/^ {2}([a-z]+) /gm)]
      .map(([, name]) => name ?? '')
      .filter((name) => name !== 'help');
    expect(commands.length).toBeGreaterThan(10);
    for (const command of commands) {
      const { out } = await tagwire([command, '--help'], '.');
      const examples = /\nExamples?:\n((?: {2}.+\n)+)/.exec(out)?.[1]?.trim().split('\n') ?? [];
      expect([command, examples.length > 0]).toEqual([command, true]);
      for (const line of examples) {
        const flags = line.match(/(?<= )--[a-z-]+/g) ?? [];
        expect(line).toContain(`tagwire ${command}`);
        expect(flags.filter((flag) => !out.includes(`  ${flag}`))).toEqual([]);
      }
    }
  });

  test('the completions of all shells know each command and its options', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { code, out } = await tagwire(['completion', shell], '.');
      expect(code).toBe(0);
      for (const word of ['doctor', 'dry-run', 'keep-tags', 'allow-private']) expect(out).toContain(word);
    }
  });

  test('a command takes those that it does not read, too', async () => {
    const { code } = await tagwire(['parse', '--data', 'x', '--log-level', 'error', '-'], '.', '<rss/>');
    expect(code).not.toBe(2);
  });
});
