import { expect, test } from 'vitest';
import type { Config } from '../../src/config/config.js';
import { fromEnvironment, missingVariables } from '../../src/config/environment.js';
import { parseConfig } from '../../src/config/read.js';
import { problemLines } from '../../src/terminal/problems.js';
import { feedsJson } from './grammar/grammar.js';

/** A configuration with one source that has these headers, and one without. */
function parsed(headers: Readonly<Record<string, string>>, rest = {}) {
  const sources = ['https://a.example/feed', { url: 'https://b.example:8080/feed', headers, ...rest }];
  const result = parseConfig(feedsJson('', { sources: JSON.stringify(sources) }), 'feeds.json');
  if (!result.ok) throw new TypeError(result.problems[0].message);
  return result;
}

const config = (headers: Readonly<Record<string, string>>, rest = {}): Config => parsed(headers, rest).config;
const env = { TOKEN: 's3cret', USER_1: 'me', EMPTY: '', LINES: 'a\nb', ACCENT: 'caf\xe9', HAN: '日' };

test.each([
  ['a variable', { Authorization: '$TOKEN' }, { Authorization: 's3cret' }],
  ['a variable within', { Authorization: 'Bearer $TOKEN' }, { Authorization: 'Bearer s3cret' }],
  ['two', { 'X-Key': '$USER_1:$TOKEN' }, { 'X-Key': 'me:s3cret' }],
  ['none', { 'X-Api': '2' }, { 'X-Api': '2' }],
  ['a dollar', { 'X-Price': '5$$ or $5$$TOKEN' }, { 'X-Price': '5$ or $5$TOKEN' }],
  ['Latin-1', { 'X-Key': '$ACCENT' }, { 'X-Key': 'caf\xe9' }],
])('headers of a source, for its origin: %s', (_name, headers, fields) => {
  const given = config(headers);
  expect([...fromEnvironment(given, env).headers]).toEqual([
    [given.sources[1], { origin: 'https://b.example:8080', fields }],
  ]);
});

test.each([
  ['not set', { Authorization: 'Bearer $NONE' }, '$NONE is not set in the environment'],
  ['empty', { Authorization: '$EMPTY' }, '$EMPTY is not set in the environment'],
  ['of two lines', { Authorization: '$LINES' }, '$LINES holds a character that no header can have'],
  [
    'beyond Latin-1',
    { Authorization: '$TOKEN $HAN' },
    '$TOKEN, $HAN holds a character that no header can have',
  ],
])(
  'a variable that is of no use is an error of a pass, a warning of check, and never shown: %s',
  (_name, headers, message) => {
    const { config: given, locate } = parsed(headers);
    expect(() => fromEnvironment(given, env)).toThrow(
      `feeds.json: https://b.example:8080/feed: header Authorization: ${message}`,
    );
    expect(problemLines(locate(missingVariables(given, env), 'warning'))).toMatch(
      new RegExp(
        `^feeds\\.json:3:\\d+: warning: sources\\[1\\]\\.headers\\.Authorization: ${message.replaceAll('$', '\\$')}\n$`,
      ),
    );
  },
);

test('of several the first is named, and how many there are', () => {
  expect(() => fromEnvironment(config({ A: '$ONE', B: '$TWO', C: '$THREE' }), env)).toThrow(
    'feeds.json: https://b.example:8080/feed: header A: $ONE is not set in the environment (and 2 more, see tagwire check)',
  );
});

test('a source that is not polled needs no variable', () => {
  const disabled = config({ Authorization: '$NONE' }, { disabled: true });
  expect([[...fromEnvironment(disabled, env).headers], missingVariables(disabled, env)]).toEqual([[], []]);
});
