import { describe, expect, test } from 'vitest';
import { readOpml } from '../../src/config/opml/read.js';
import { parseConfig } from '../../src/config/read.js';
import { httpUrl } from '../../src/model/values.js';
import { type KnownList, readList, sourcesOfLists } from '../../src/sources/reading-lists.js';
import { url } from '../support/build.js';

const feed = (name: string) => ({ url: url(`https://${name}.example/feed`), title: name.toUpperCase() });
const known = (names: readonly string[], includes: readonly string[] = []): KnownList => ({
  feeds: names.map(feed),
  includes: includes.map(url),
  poll: null,
  problem: null,
});

function sources(list: readonly unknown[], lists: Record<string, KnownList>) {
  const text = JSON.stringify({
    site: { title: 'T', url: 'https://t.example/' },
    sources: list,
    tags: { ffi: ['ffi'] },
  });
  const parsed = parseConfig(text, 'feeds.json');
  if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.problems));
  return sourcesOfLists(parsed.config, lists);
}

const ONE = 'https://lists.example/one.opml';
const TWO = 'https://lists.example/two.opml';
const names = (found: readonly { readonly url: string }[]) =>
  found.map(({ url: address }) => new URL(address).hostname.replace('.example', ''));

describe('what lists name are sources', () => {
  test('with the settings of the list, and of each the place of its list', () => {
    const list = { opml: ONE, tags: ['ffi'], hints: ['ffi'], only: ['rust'] };
    expect(sources(['https://x.example/', list], { [ONE]: known(['a']) })).toEqual([
      {
        ...{ url: 'https://a.example/feed', title: 'A', tags: ['ffi'], hints: ['ffi'], only: ['rust'] },
        ...{ full: false, intervalMs: null, first: 20, private: false, disabled: false },
        ...{ userAgent: null, headers: {}, place: 1, list: ONE, isLedTo: true },
      },
    ]);
  });

  test.each([
    ['none of a list that was never taken', [{ opml: ONE }], {}, []],
    ['none of a list that is no longer named', [], { [ONE]: known(['a']) }, []],
    [
      'none that feeds.json has itself, whatever the spelling',
      ['http://www.a.example/feed/', { opml: ONE }],
      { [ONE]: known(['a', 'b']) },
      ['b'],
    ],
    [
      'each once',
      [{ opml: ONE }, { opml: TWO }],
      { [ONE]: known(['a', 'b']), [TWO]: known(['b', 'c']) },
      ['a', 'b', 'c'],
    ],
    [
      'of one that a list and its includes name twice, none counts against the most',
      [{ opml: ONE, max: 3 }],
      { [ONE]: known(['a', 'b'], [ONE, TWO]), [TWO]: known(['b', 'c', 'd']) },
      ['a', 'b', 'c'],
    ],
    ['the first ones up to the most', [{ opml: ONE, max: 2 }], { [ONE]: known(['a', 'b', 'c']) }, ['a', 'b']],
    [
      'of lists that it includes, and not of those that these include',
      [{ opml: ONE }],
      { [ONE]: known(['a'], [TWO]), [TWO]: known(['b'], [`${TWO}?3`]), [`${TWO}?3`]: known(['c']) },
      ['a', 'b'],
    ],
    ['of a list that includes itself, once', [{ opml: ONE }], { [ONE]: known(['a'], [ONE]) }, ['a']],
    ['none of a file with a name of JavaScript', [{ opml: 'constructor' }], {}, []],
  ] as const)('%s', (_name, list, lists, expected) => {
    expect(names(sources(list, lists))).toEqual(expected);
  });

  test('a source of feeds.json that is not polled is not polled for a list either', () => {
    const own = { url: 'https://a.example/feed', disabled: true };
    expect(sources([own, { opml: ONE }], { [ONE]: known(['a']) })).toEqual([]);
  });
});

describe('what a list says is taken', () => {
  const opml = (...outlines: readonly string[]) =>
    readOpml(`<opml version="2.0"><body>${outlines.join('')}</body></opml>`);
  const row = (name: string) => `<outline text="${name}" xmlUrl="https://${name}.example/feed"/>`;
  const include = (address: string) => `<outline type="include" url="${address}"/>`;
  const read = (found: ReturnType<typeof readOpml>, before?: KnownList, max = 500, isAccepted = false) =>
    readList(found, httpUrl('https://lists.example/dir/one.opml'), before, max, isAccepted);

  test('no more than 50 lists that it includes: each is a request', () => {
    const many = Array.from({ length: 80 }, (_, n) => include(`${n}.opml`));
    expect(read(opml(row('a'), ...many))).toMatchObject({ includes: { length: 50 } });
  });
  test('its feeds, each once, and its includes by their addresses', () => {
    expect(read(opml(row('a'), row('b'), row('a'), include('two.opml'), include('mailto:x')))).toEqual({
      feeds: [
        { url: 'https://a.example/feed', title: 'a' },
        { url: 'https://b.example/feed', title: 'b' },
      ],
      includes: ['https://lists.example/dir/two.opml'],
    });
  });

  test('as many as are taken of it, and no title without end', () => {
    const found = read(opml(row('a'), row('b')), undefined, 1);
    expect(found).toMatchObject({ feeds: [{ url: 'https://a.example/feed' }] });
    const long = read(opml(`<outline text="${'x'.repeat(9999)}" xmlUrl="https://a.example/"/>`));
    expect(typeof long !== 'string' && long.feeds[0]?.title).toHaveLength(200);
  });

  test.each([
    ['a page', readOpml('<html></html>'), 'no OPML but <html>'],
    ['nothing', opml(), 'a list without feeds'],
    ['a list of links', opml('<outline type="link" url="https://a.example/"/>'), 'a list without feeds'],
    ['a list that was cut', readOpml(`<opml><body>${row('a')}<outl`), 'a list that ends too early'],
  ])('but not %s', (_name, found, why) => {
    expect(read(found)).toBe(why);
    expect(read(found, known(['a']), 500, true)).toBe(why);
  });

  test('but not one that has lost more than half of what it named, unless the operator says so', () => {
    const before = known(['a', 'b', 'c', 'd', 'e']);
    const why = 'it names 2 where it named 5; name it after tagwire run to have it so';
    expect(read(opml(row('a'), row('b')), before)).toBe(why);
    expect(read(opml(row('a'), row('b'), row('c')), before)).toMatchObject({ feeds: { length: 3 } });
    expect(read(opml(row('a')), before, 500, true)).toMatchObject({ feeds: { length: 1 } });
  });
});
