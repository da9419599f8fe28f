import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { feedsJson } from '../config/grammar/grammar.js';
import { tagwire } from '../support/cli.js';
import { configFolder, fileIn } from '../support/config-folder.js';

const RULES =
  '{ "ffi": { "match": ["ffi"], "tests": [{ "text": "FFI in an hour", "is": true }, { "text": "efficient", "is": false }] } }';

test('all is well: one line, exit code 0', async () => {
  const text = feedsJson('"bundles": { "b": { "any": ["ffi"] } }', {
    tags: RULES,
    sources: '["https://a.example/"]',
  });
  expect(await tagwire(['check'], configFolder(text))).toEqual({
    code: 0,
    out: '✓ feeds.json: 1 source, 1 tag, 1 bundle, 2 of 2 rule tests pass\n',
    err: '',
  });
});

test('problems: one line each in a pipe, exit code 2, nothing changed', async () => {
  const text = feedsJson('"schedule": "never"', { tags: '{ "ffi": { "mtach": [] } }' });
  const folder = configFolder(text);
  expect(await tagwire(['check'], folder)).toEqual({
    code: 2,
    out: `feeds.json:4:20: error: tags.ffi.mtach: unknown key "mtach"; did you mean "match"?
feeds.json:5:13: error: schedule: "never" is no cron expression; write "*/10 * * * *" for every ten minutes
`,
    err: '',
  });
  expect(readdirSync(folder)).toEqual(['feeds.json']);
  expect(fileIn(folder)).toBe(text);
});

test("a rule's test that fails is an error at its place, with the reason", async () => {
  const tests = '[{ "text": "bindgen 1.0", "is": true }, { "title": "FFI", "text": "no", "is": false }]';
  const folder = configFolder(feedsJson('', { tags: `{ "ffi": { "match": ["ffi"], "tests": ${tests} } }` }));
  expect(await tagwire(['check'], folder)).toEqual({
    code: 2,
    out: `feeds.json:4:48: error: tags.ffi.tests[0]: "bindgen 1.0" should be filed under ffi, but is not; none of its terms was found
feeds.json:4:87: error: tags.ffi.tests[1]: "no" should not be filed under ffi, but is; 1.5 of 1: +1.5 ffi (title)
`,
    err: '',
  });
});

test('a single rule test passes, in the singular', async () => {
  const tests = '[{ "text": "ffi", "is": true }]';
  const folder = configFolder(feedsJson('', { tags: `{ "ffi": { "match": ["ffi"], "tests": ${tests} } }` }));
  expect((await tagwire(['check'], folder)).out).toBe(
    '✓ feeds.json: 0 sources, 1 tag, 1 of 1 rule test passes\n',
  );
});

test('warnings alone are no failure', async () => {
  const folder = configFolder(feedsJson('', { tags: '{ "ffi": [] }' }));
  expect(await tagwire(['check'], folder)).toEqual({
    code: 0,
    out: `feeds.json:4:11: warning: tags.ffi: nothing is ever filed here: no terms, and no other rule names the tag
✓ feeds.json: 0 sources, 1 tag
`,
    err: '',
  });
});

describe('a term that the same tag takes away is a warning', () => {
  test.each([
    [
      'the same',
      '{ "match": ["ffi", "x"], "except": ["FFI"] }',
      'match[0]: "ffi" never gives a point: "FFI" in "except" keeps the tag away; take one of them out',
    ],
    [
      'a wider one',
      '{ "match": ["x"], "hint": ["title:clean builds"], "ignore": ["clean build*"] }',
      'hint[0]: "title:clean builds" never gives a point: "clean build*" in "ignore" is not looked at; take one of them out',
    ],
  ])('%s', async (_name, rules, warning) => {
    const { code, out } = await tagwire(
      ['check'],
      configFolder(feedsJson('', { tags: `{ "ffi": ${rules} }` })),
    );
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toMatch(/^feeds\.json:4:\d+: warning: tags\.ffi\./);
    expect(out.split('\n')[0]?.replace(/^.*?tags\.ffi\./, '')).toBe(warning);
  });

  test.each([
    [
      'a narrower one',
      '{ "match": ["embedded"], "except": ["embedded font"], "ignore": ["embedded database"] }',
    ],
    ['one of another field', '{ "match": ["ffi"], "except": ["title:ffi"] }'],
  ])('but not %s', async (_name, rules) => {
    const { out } = await tagwire(['check'], configFolder(feedsJson('', { tags: `{ "ffi": ${rules} }` })));
    expect(out).toBe('✓ feeds.json: 0 sources, 1 tag\n');
  });
});

test('--json', async () => {
  const folder = configFolder(feedsJson('"shedule": ""', { tags: '{ "ffi": ["ffi"] }' }));
  const { code, out } = await tagwire(['check', '--json'], folder);
  expect(code).toBe(2);
  expect(JSON.parse(out)).toEqual({
    ok: false,
    errors: 1,
    warnings: 0,
    problems: [
      {
        severity: 'error',
        file: 'feeds.json',
        line: 5,
        column: 1,
        path: 'shedule',
        message: 'unknown key "shedule"',
        help: 'did you mean "schedule"?',
      },
    ],
  });
});

describe('a file that can not be read is one line and exit code 2', () => {
  test.each([
    [
      'none',
      (_folder: string) => {},
      'error: no feeds.json here; tagwire init makes one, --config names one\n',
    ],
    [
      'a folder',
      (folder: string) => mkdirSync(path.join(folder, 'feeds.json')),
      'error: feeds.json is a folder; --config names the file in it\n',
    ],
    [
      'another encoding',
      (folder: string) =>
        writeFileSync(path.join(folder, 'feeds.json'), Buffer.from('{"a":"\u00e9"}', 'latin1')),
      'error: feeds.json is not in UTF-8; save it as UTF-8\n',
    ],
    [
      '20 MB of anything',
      (folder: string) => writeFileSync(path.join(folder, 'feeds.json'), 'x'.repeat(20_000_000)),
      'error: feeds.json has 20.0 MB, too much for a configuration; 16 MB is the most\n',
    ],
  ])('%s', async (_name, make, err) => {
    const folder = configFolder();
    make(folder);
    expect(await tagwire(['check'], folder)).toEqual({ code: 2, out: '', err });
  });
});

test('every command that reads the file lists its problems on stderr', async () => {
  const folder = configFolder('{ "site": 1, }');
  for (const command of [['classify'], ['export'], ['add', 'https://a.example/'], ['run']]) {
    const { code, out, err } = await tagwire(command, folder);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('feeds.json:1:11: error: site: expected an object { … }, received 1\n');
    expect(err.trimEnd().split('\n')).toHaveLength(3);
  }
});

describe('the words of the site', () => {
  const site = '{ "title": "Planète", "url": "https://planet.example/", "language": "LANGUAGE" }';
  const checked = async (language: string, words?: string) => {
    const folder = configFolder(feedsJson('', { site: site.replace('LANGUAGE', language) }));
    if (words !== undefined) {
      mkdirSync(path.join(folder, 'theme'));
      writeFileSync(path.join(folder, 'theme/words.json'), words);
    }
    return tagwire(['check'], folder);
  };

  test.each(['en-GB', 'de', 'ar'])('are all there: %s', async (language) => {
    expect((await checked(language)).out).not.toContain('warning');
  });
  test('a language that has none', async () => {
    expect(await checked('kab')).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^feeds\.json:2:\d+: warning: site\.language: pages and feeds have no words in "kab" and are in English; /,
      ),
    });
  });
  test('a language that has some: the others are named', async () => {
    expect((await checked('kab', '{ "copy": "Copier" }')).out).toMatch(
      /site\.language: \d+ words of pages and feeds are in English: "copied", "notCopied", .*, "and", "or" and \d+ more; /,
    );
  });
  test('what is wrong in words.json', async () => {
    expect((await checked('de', '{ "lates": "x" }')).out).toBe(
      'theme/words.json:1:3: warning: lates: there is no such word; did you mean "latest"?\n✓ feeds.json: 0 sources, 0 tags\n',
    );
  });
});
