import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { feedsSchema } from '../../src/config/grammar/json-schema.js';
import { atom, startBlogs } from '../support/blogs.js';
import { tagwire as run } from '../support/cli.js';
import { configFolder, fileIn } from '../support/config-folder.js';

const NEXT = [
  'Next:',
  '  tagwire add https://…  finds the feed of a blog and adds it; as many as you like',
  '  tagwire check          tells what is left to do in it, and tests its rules',
  '  tagwire start          polls the blogs and serves the site at http://127.0.0.1:8080/',
  '',
].join('\n');

/** As it is called by its own name, whatever calls the tests. */
const tagwire: typeof run = (args, cwd, stdin, part) => run(args, cwd, stdin, { env: {}, ...part });

/** Somebody at the terminal, who gives these answers one after the other, and then none. */
function someone(...answers: readonly string[]) {
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    return answers[asked.length - 1] ?? null;
  };
  return { asked, ask };
}

const siteIn = (folder: string): unknown => JSON.parse(fileIn(folder)).site;

test('writes a feeds.json, with the schema that it names, and says the next three commands', async () => {
  const folder = configFolder();
  expect(await tagwire(['init', '--yes'], folder)).toEqual({
    code: 0,
    out: `✓ Wrote feeds.json\n${NEXT}`,
    err: '',
  });
  expect(readdirSync(folder).sort()).toEqual(['feeds.json', 'feeds.schema.json']);
  expect(fileIn(folder, 'feeds.schema.json')).toBe(feedsSchema());
  expect(JSON.parse(fileIn(folder)).$schema).toBe('./feeds.schema.json');
});

test('says the next commands as this one was called', async () => {
  const args = ['init', '--yes', '--config', 'planet.json'];
  const { out } = await tagwire(args, configFolder(), '', { env: { npm_command: 'exec' } });
  expect(out).toContain('\n  npx tagwire start --config planet.json ');
  const below = await tagwire(['-C', '.', ...args], configFolder());
  expect(below.out).toContain('\n  tagwire -C . start --config planet.json ');
});

describe('a starter passes its check, but for the address that only the operator knows', () => {
  test.each([
    ['example', '0 sources, 2 tags, 1 bundle, 2 of 2 rule tests pass'],
    ['empty', '0 sources, 0 tags'],
    ['python', '13 sources, 25 tags, 2 bundles, 54 of 54 rule tests pass'],
    [
      'rust',
      expect.stringMatching(/^397 sources, 93 tags, 3 bundles, in 4 files, \d+ of \d+ rule tests pass$/),
    ],
  ])('%s', async (starter, has) => {
    const folder = configFolder();
    expect((await tagwire(['init', '--yes', '--from', starter], folder)).code).toBe(0);
    const { code, out } = await tagwire(['check'], folder);
    const [warning, report = '', ...more] = out.trim().split('\n');
    expect(code).toBe(0);
    expect(warning).toMatch(
      /^feeds\.json:\d+:\d+: warning: site\.url: a placeholder; feeds and links name it, so write the address that readers use$/,
    );
    expect([report.replace('✓ feeds.json: ', ''), more]).toEqual([has, []]);
  });
});

test('--from rust is the page and the folders of the repository', async () => {
  const folder = configFolder();
  const { out } = await tagwire(['init', '--yes', '--from', 'rust'], folder);
  expect(out).toBe(`✓ Wrote feeds.json and 4 parts of it\n${NEXT}`);
  expect(readdirSync(folder).sort()).toEqual([
    'feeds.json',
    'feeds.schema.json',
    'learned.json',
    'rules',
    'sources',
  ]);
});

describe('never overwrites', () => {
  test('a feeds.json', async () => {
    const folder = configFolder('mine');
    expect(await tagwire(['init'], folder)).toEqual({
      code: 2,
      out: '',
      err: 'error: feeds.json is there already\n',
    });
    expect(fileIn(folder)).toBe('mine');
    expect(readdirSync(folder)).toEqual(['feeds.json']);
  });

  test('a part', async () => {
    const folder = configFolder();
    mkdirSync(path.join(folder, 'rules'));
    writeFileSync(path.join(folder, 'rules', 'topics.json'), 'mine');
    const { code, err } = await tagwire(['init', '--yes', '--from', 'rust'], folder);
    expect([code, err]).toEqual([2, 'error: rules/topics.json is there already\n']);
    expect(readdirSync(folder)).toEqual(['rules']);
  });
});

describe('asks whoever sits at the terminal', () => {
  const QUESTIONS = [
    'Title of the site [My planet]: ',
    'Address that readers will use, if you know it yet [https://example.org/]: ',
    'First blogs, addresses with spaces between, or none for now: ',
  ];

  test('for title, address and first blogs', async () => {
    const folder = configFolder();
    const { asked, ask } = someone('Our blogs "and" theirs', 'https://our.blog/', '');
    expect((await tagwire(['init'], folder, '', { ask })).code).toBe(0);
    expect(asked).toEqual(QUESTIONS);
    expect(siteIn(folder)).toMatchObject({ title: 'Our blogs "and" theirs', url: 'https://our.blog/' });
    expect((await tagwire(['check'], folder)).out).toMatch(/^✓/);
  });

  test('and takes what it proposes for an empty answer', async () => {
    const folder = configFolder();
    await tagwire(['init', '--from', 'python'], folder, '', { ask: someone('', ' ', '').ask });
    expect(siteIn(folder)).toMatchObject({ title: 'Read Python', url: 'https://example.org/' });
  });

  test('again for an address that can’t be used', async () => {
    const folder = configFolder();
    const { asked, ask } = someone('Ours', 'our.blog', 'https://our.blog/?a', 'https://our.blog/', '');
    const { err } = await tagwire(['init'], folder, '', { ask });
    expect(asked).toHaveLength(5);
    expect(err).toBe(`expected an http or https URL, received "our.blog"; did you mean "https://our.blog"?
a site’s address has no query or fragment
`);
    expect(siteIn(folder)).toMatchObject({ url: 'https://our.blog/' });
  });

  test('and adds the feeds of the first blogs', async () => {
    const blogs = await startBlogs({ '/a': atom('Blog A', [{ id: 'a1', title: 'First' }]) });
    onTestFinished(() => blogs.close());
    const folder = configFolder();
    const { ask } = someone('Ours', 'https://our.blog/', `${blogs.origin}/a,  ${blogs.origin}/none`);
    const { code, out, err } = await tagwire(['init', '--allow-private'], folder, '', { ask });
    expect(JSON.parse(fileIn(folder)).sources).toEqual([{ url: `${blogs.origin}/a`, title: 'Blog A' }]);
    expect(out).toContain('Added 1 source to feeds.json\n');
    expect(out.endsWith(NEXT)).toBe(true);
    expect([code, err.split('\n').length]).toEqual([1, 2]); // the other one is a line, and what was asked for is not all done
  });

  test('and writes nothing where no answer comes', async () => {
    const folder = configFolder();
    const { ask } = someone('Ours');
    expect(await tagwire(['init'], folder, '', { ask })).toEqual({
      code: 1,
      out: '',
      err: 'error: nothing was written: no answer came\n',
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('unless told not to', async () => {
    const { asked, ask } = someone();
    await tagwire(['init', '--yes'], configFolder(), '', { ask });
    expect(asked).toEqual([]);
  });
});
