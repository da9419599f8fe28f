import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { allotmentPosts, allotmentRules, subjectOfPost } from '../classify/learn/allotment.js';
import { tagwire } from '../support/cli.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-learn-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string): string => path.join(folder, name);
const write = (name: string, value: unknown): void => writeFileSync(file(name), JSON.stringify(value));
const run = (...args: readonly string[]) => tagwire(args, folder);
const feeds = {
  site: { title: 'Gärten', url: 'https://garten.example/' },
  groups: { beet: { default: 'verein' } },
  sources: [],
  tags: Object.fromEntries(
    allotmentRules.tags.map(({ slug, group, match }) => [slug, { match, ...(group !== null && { group }) }]),
  ),
};
const feedOf = (tagOf: (n: number) => string) => ({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Briefe',
  items: allotmentPosts(tagOf).map(({ subject, tags }, n) => ({
    id: String(n),
    title: subject.title,
    content_text: subject.html,
    tags,
  })),
});

beforeEach(() => {
  for (const name of ['learned.json', 'filings.json', 'data'])
    rmSync(file(name), { recursive: true, force: true });
  write('feeds.json', { ...feeds, lexicon: 'learned.json' });
  write('labelled.json', feedOf(subjectOfPost));
});

test('what helps is written, and rules go by it', async () => {
  const before = await run('classify', '--eval', 'labelled.json', '--json');
  const { code, out } = await run('learn', 'labelled.json');
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringMatching(
      /^50 posts filed by hand, \d+ words learned\n.*\n.*\n\n✓ Wrote learned\.json\.\n$/,
    ),
  });
  const after = await run('classify', '--eval', 'labelled.json', '--folds', '5', '--json');
  expect(JSON.parse(after.out).micro.f1).toBeGreaterThan(JSON.parse(before.out).micro.f1);
  const lexicon = readFileSync(file('learned.json'), 'utf8');
  expect((await run('learn', 'labelled.json')).code).toBe(0);
  expect(readFileSync(file('learned.json'), 'utf8')).toBe(lexicon);
});

test('what does not is not', async () => {
  write(
    'labelled.json',
    feedOf((n) => ['gemuese', 'tiere', 'verein'][Math.floor(Math.abs(Math.sin(n + 1)) * 1000) % 3] ?? ''),
  );
  const { code, out } = await run('learn', 'labelled.json');
  expect({ code, out }).toEqual({
    code: 1,
    out: expect.stringContaining('It does not help, so nothing was written.\n'),
  });
  expect(() => readFileSync(file('learned.json'))).toThrow('ENOENT');
});

test('tags that feeds.json has not are named: nothing is learned of them', async () => {
  write(
    'labelled.json',
    feedOf((n) => (n < 2 ? 'Ziegen' : subjectOfPost(n))),
  );
  expect((await run('learn', 'labelled.json')).out).toMatch(
    /\n\nnot among the rules: Ziegen \(2\)\n\n✓ Wrote/,
  );
});

test.each([
  ['feeds.json', /^feeds\.json:1:\d+: error: /],
  ['filings.json', /^filings\.json:1:1: error: expected an object/],
  ['damaged.json', /^damaged\.json:1:\d+: error: /],
])('%s is no lexicon, so nothing is written over it', async (lexicon, expected) => {
  write('filings.json', []);
  writeFileSync(file('damaged.json'), '{ "igel": { "tiere": 2 }, "bienen" }');
  write('feeds.json', { ...feeds, lexicon });
  const before = readFileSync(file(lexicon), 'utf8');
  const { code, err } = await run('learn', 'labelled.json');
  expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(expected) });
  expect(readFileSync(file(lexicon), 'utf8')).toBe(before);
});

test('--dry-run writes nothing; a feeds.json that names no lexicon is told of it', async () => {
  expect((await run('learn', 'labelled.json', '--dry-run')).out).toContain(
    'It helps; nothing was written.\n',
  );
  write('feeds.json', feeds);
  expect((await run('learn', 'labelled.json')).out).toContain(
    'Add "lexicon": "learned.json" to feeds.json to use it.\n',
  );
  mkdirSync(file('garten'));
  write('garten/feeds.json', feeds);
  expect((await run('learn', 'labelled.json', '--config', 'garten/feeds.json')).out).toMatch(
    /Wrote garten.learned\.json\.\nAdd "lexicon": "learned\.json" to feeds\.json to use it\.\n$/,
  );
});

describe('--stored', () => {
  const lexicon = () => JSON.parse(readFileSync(file('learned.json'), 'utf8'));
  beforeEach(async () => {
    expect(await run('import', 'labelled.json', '--keep-tags')).toMatchObject({ code: 0, err: '' });
  });

  test('learns from what is stored, though none of it is filed by hand', async () => {
    expect(await run('learn')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no stored post is filed by hand'),
    });
    const { code, out } = await run('learn', '--stored', '--json');
    expect({ code, told: JSON.parse(out) }).toMatchObject({
      code: 0,
      told: { file: 'learned.json', written: true, named: true, helps: true, before: { entries: 50 } },
    });
    expect(lexicon()).toMatchObject({
      hochbeet: { gemuese: expect.any(Number) },
      honigernte: { bienen: expect.any(Number) },
    });
  });

  test('as it is filed now: by hand, too, before any pass', async () => {
    const vegetables = Array.from({ length: 50 }, (_, n) => n).filter((n) => subjectOfPost(n) === 'gemuese');
    write(
      'filings.json',
      vegetables.map((n) => ({ post: String(n), add: ['tiere'], drop: ['gemuese'] })),
    );
    expect(await run('learn', '--stored')).toMatchObject({ code: 0, err: '' });
    expect(lexicon().hochbeet.tiere).toBeGreaterThan(0);
  });

  test('which is not said to be filed by hand', async () => {
    expect((await run('learn', '--stored')).out).toMatch(/^50 posts as stored, \d+ words learned\n/);
  });

  test('and from no file beside it', async () => {
    expect(await run('learn', 'labelled.json', '--stored')).toMatchObject({
      code: 2,
      err: 'error: learn takes a file, or --stored\n',
    });
  });

  test('of few posts nothing', async () => {
    rmSync(file('data'), { recursive: true });
    expect(await run('learn', '--stored')).toMatchObject({
      code: 1,
      err: 'error: 0 posts are filed, and 20 are the fewest to learn from\n',
    });
  });
});

test.each([
  ['none has tags', 0, 'no item has tags, so there is nothing to learn from'],
  ['one has', 1, '1 post is filed, and 20 are the fewest to learn from'],
  ['two have', 2, '2 posts are filed, and 20 are the fewest to learn from'],
])('of a feed of which %s nothing is learned', async (_name, count, message) => {
  const feed = feedOf(subjectOfPost);
  write('labelled.json', { ...feed, items: feed.items.slice(0, count) });
  expect(await run('learn', 'labelled.json')).toEqual({ code: 1, out: '', err: `error: ${message}\n` });
});

test('a tag that leaves feeds.json is told once, and learn writes the words anew without it', async () => {
  await run('learn', 'labelled.json');
  const words = Object.values<object>(JSON.parse(readFileSync(file('learned.json'), 'utf8')));
  const count = words.filter((weights) => 'bienen' in weights).length;
  const { bienen: _bienen, ...tags } = feeds.tags;
  write('feeds.json', { ...feeds, tags, lexicon: 'learned.json' });
  const { code, out } = await run('check');
  expect([code, out.trimEnd().split('\n')]).toEqual([
    2,
    [
      expect.stringMatching(
        new RegExp(
          `unknown tag "bienen", in ${count} words; take it out, or have tagwire learn write the file anew$`,
        ),
      ),
    ],
  ]);
  expect(await run('learn', 'labelled.json')).toMatchObject({ code: 0, err: '' });
  expect((await run('check')).code).toBe(0);
});

test.each([
  [
    'an unknown tag',
    '{"igel":{"tier":1}}',
    /^learned\.json:1:10: error: .*unknown tag "tier"; did you mean "tiere"\?/,
  ],
  ['a word without letters', '{"!":{"tiere":1}}', /^learned\.json:1:2: error: .*no letter or digit/],
  ['no points', '{"igel":{"tiere":"viel"}}', /^learned\.json:1:18: error: .*expected a number/],
  ['no words', '{"/igel/":{"tiere":1}}', /^learned\.json:1:2: error: .*a lexicon has words only/],
  ['a tag', '{"tag:tiere":{"tiere":1}}', /^learned\.json:1:2: error: .*a lexicon has words only/],
  ['no JSON', '{', /^learned\.json:1:\d+: error: /],
])('check names what is wrong with a lexicon: %s', async (_name, text, expected) => {
  writeFileSync(file('learned.json'), text);
  const { code, out } = await run('check');
  expect({ code, out }).toEqual({ code: 2, out: expect.stringMatching(expected) });
});

test('a tag that learned words alone speak for is no tag that nothing leads to, and may be asked for', async () => {
  const rules = { tags: { ...feeds.tags, igel: [], garten: ['tag:igel'] } };
  write('asking.json', { ...feeds, ...rules, lexicon: 'learned.json' });
  const warnings = async (points: number): Promise<string> => {
    write('learned.json', { stachel: { igel: points } });
    return (await run('check', '--config', 'asking.json')).out;
  };
  expect(await warnings(1)).not.toMatch(/igel/);
  expect(await warnings(0)).toMatch(/nothing is ever filed here.*nothing but another tag .* gives igel/s);
});

test('a lexicon that is not there yet is a warning', async () => {
  const { code, out } = await run('check');
  expect({ code, out }).toEqual({
    code: 0,
    out: expect.stringContaining('no file has this name yet; tagwire learn writes it'),
  });
});

test.each([
  ['too few posts', ['learn', 'few.json'], 1, '2 posts are filed, and 20 are the fewest to learn from'],
  ['folds without scores', ['classify', 'labelled.json', '--folds', '5'], 2, '--folds goes with --eval'],
  [
    'no number of folds',
    ['classify', '--eval', 'labelled.json', '--folds', '1'],
    2,
    '--folds is a whole number from 2 to 100',
  ],
])('%s', async (_name, args, code, message) => {
  write('few.json', { ...feedOf(subjectOfPost), items: feedOf(subjectOfPost).items.slice(0, 2) });
  expect(await run(...args)).toMatchObject({ code, err: `error: ${message}\n` });
});
