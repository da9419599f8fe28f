import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ATTRIBUTES } from '../../src/html/attributes.js';
import { PUBLISHED, VOID } from '../../src/html/elements.js';
import { type HtmlReader, parsed, readHtml } from '../../src/html/events.js';
import { sanitizeAny } from '../../src/html/sanitize.js';
import { sanitizePlain } from '../../src/html/sanitize-plain.js';
import { httpUrl } from '../../src/model/values.js';
import { costOf } from '../support/cost.js';
import { isThorough } from '../support/thorough.js';

/*
 * Plain HTML is read by a reader of our own, everything else by sanitize-html and htmlparser2. What makes
 * that safe is that both write the same, byte for byte, wherever ours says that it has understood.
 */

const base = httpUrl('https://blog.example/posts/1/');

/** A reader that keeps all it is told. */
class Recorder implements HtmlReader {
  readonly told: string[] = [];
  onopentag(name: string): void {
    this.told.push(`<${name}>`);
  }
  onclosetag(name: string): void {
    this.told.push(`</${name}>`);
  }
  ontext(text: string): void {
    this.told.push(text);
  }
  hasEnough(): boolean {
    return false;
  }
}

/** The name of the first difference; null where ours says the same as the libraries or leaves it to them. */
function difference(html: string): string | null {
  const plain = sanitizePlain(html, base);
  if (plain !== null && plain !== sanitizeAny(html, base)) return 'sanitised';
  const told = readHtml(html, () => new Recorder()).told;
  return JSON.stringify(told) === JSON.stringify(parsed(html, new Recorder()).told) ? null : 'read';
}

describe('is sanitised without a library', () => {
  test.each([
    ['text', 'a b', 'a b'],
    ['paragraphs', '<p>a</p>\n<p>b</p>', '<p>a</p>\n<p>b</p>'],
    ['attributes that go', '<p class="x" style=\'y\'>a</p>', '<p>a</p>'],
    ['links', '<a class="x" href="/a?b=1&amp;c">d</a>', '<a href="https://blog.example/a?b=1&amp;c">d</a>'],
    ['pictures', '<img alt="" src="a.png">', '<img alt="" src="https://blog.example/posts/1/a.png" />'],
    [
      'those in sizes',
      '<img src="/a.png" srcset="/a.png 300w, /b.png 600w" />',
      '<img src="https://blog.example/a.png" srcset="https://blog.example/a.png 300w, https://blog.example/b.png 600w" />',
    ],
    [
      'code',
      '<pre><code class="x language-rust">a -&gt; b &amp;&amp; c</code></pre>',
      '<pre><code class="language-rust">a -&gt; b &amp;&amp; c</code></pre>',
    ],
    ['characters', '&#8217;&#60;&GT;&#38;&quot;&eacute;', '’&lt;&gt;&amp;"é'],
    ['line breaks', 'a<br>b<br/>c<br />d', 'a<br />b<br />c<br />d'],
    ['comments', 'a<!-- b & c > d -->e<!-->f', 'aef'],
  ])('%s', (_name, html, safe) => expect(sanitizePlain(html, base)).toBe(safe));
});

describe('is left to the libraries', () => {
  test.each([
    ['a tag in upper case', '<P>a</P>'],
    ['an element that is not published', '<p>a <font>b</font></p>'],
    ['one that nobody knows', '<x-y>a</x-y>'],
    ['an end too many', 'a</p>'],
    ['an end too few', '<p>a'],
    ['ends in the wrong order', '<b><i>a</b></i>'],
    ['an end with a space', '<b>a</b >'],
    ['an end that goes on', '<i><b>a</bx</i>'],
    ['a paragraph that a block ends', '<p>a<ul><li>b</li></ul></p>'],
    ['an item that the next ends', '<ul><li>a<li>b</li></li></ul>'],
    ['a cell that the next ends', '<table><tr><td>a<td>b</td></td></tr></table>'],
    ['an attribute without quotes', '<p lang=en>a</p>'],
    ['without a value', '<p hidden>a</p>'],
    ['twice', '<p lang="a" lang="b">c</p>'],
    ['with markup in it', '<p title="<b>">a</p>'],
    ['an ampersand that is none of an entity', 'a & b'],
    ['an entity without its end', '&copy 1'],
    ['one that nobody knows, in text', '&foo;'],
    ['or in an address', '<a href="/?a=1&b=2">c</a>'],
    ['one that is known by its beginning', '&notit;'],
    ['a raw bracket', 'a -> b'],
    ['a lone bracket', 'a < b'],
    ['a declaration', '<!DOCTYPE html>a'],
    ['a comment without an end', 'a<!-- b'],
    ['a comment with markup in it', 'a<!-- <b> -->b'],
    ['a script', '<script>a</script>'],
    ['a frame', '<iframe src="/a"></iframe>'],
    ['a player', '<video src="/a.mp4"></video>'],
    ['a picture that stands for a character', '<img class="emoji" alt="🙂" src="/a.png">'],
    ['a picture of its own bytes', '<img src="data:image/png;base64,AAAA">'],
    ['a picture in no size', '<img src="/a.png" srcset="/a.png 0w">'],
    ['a link to nowhere', '<a>b</a>'],
    ['a link to a script', '<a href="java&#115;cript:a">b</a>'],
    ['one to mail', '<a href="mailto:a@b.example">c</a>'],
    ['an open list of details', '<details open="">a</details>'],
    ['elements deeper than any author nests', `${'<b>'.repeat(95)}a${'</b>'.repeat(95)}`],
  ])('%s', (_name, html) => expect(sanitizePlain(html, base)).toBeNull());
});

// Pieces at the border between what is plain and what isn't.
// biome-ignore format: as many lines would be no easier to read
const ODD = [
  '<P>', '</P>', '<p>', '</p>', '<li>', '</li>', '<td>', '<div', '<br/', '</br>', '</bx', '</p ', '<p/>', '<p / >', '<b >', '</b >',
  '<font>', '</font>', '<x-y>', '<svg>', '<math>', '<mi>x</mi>', '</math>', '<script>', '</script>', '<title>', '<xmp>',
  '<textarea>', '<noscript><img src="/n.png"></noscript>', '<iframe src="//v.example/1" title="v"></iframe>', '<!-->',
  '<!--->', '<!-- a -->', '<!-- <b> -->', '<!--', '-->', '<![CDATA[a]]>', '<!DOCTYPE html>', '<?xml version="1.0"?>',
  '&', '& ', '&&', '&amp', '&amp;', '&amp;lt;', '&lt;', '&lt', '&#60;', '&#38;', '&#0;', '&#128;', '&#xD800;', '&#x1F600;',
  '&#99999999;', '&notit;', '&foo;', '&GT;', '&NewLine;', '&fjlig;', '&nbsp;', '&quot;', "'", '"', '>', '<', ';', '#', '=',
  '🙂', '\ud83d', '\u0000', '\u00a0', '\ufeff', '\r\n', '\t', '  ', '\f', '\v', '\u2028', 'math/tex', 'ſ', 'K',
];
// biome-ignore format: as many lines would be no easier to read
const NAMES = [
  'href', 'src', 'srcset', 'alt', 'title', 'class', 'style', 'lang', 'dir', 'width', 'height', 'cite', 'start',
  'reversed', 'open', 'controls', 'colspan', 'datetime', 'onclick', 'data-src', 'data-srcset', 'data-lazy-src', 'poster',
  'HREF', 'xml:lang', 'a_b', '__proto__', 'constructor', 'x',
];
// biome-ignore format: as many lines would be no easier to read
const VALUES = [
  '', ' ', '/a', 'a.png',
  '//c.example/a', 'https://GitHub.com/A?b=1&amp;c=2', '/?a=1&b=2', '/?a=1&copy=2', 'javascript:alert(1)',
  ' java&#9;script:x', 'java&Tab;script:x', 'JAVASCRIPT&colon;x', '&#106;avascript:x', 'vbscript:x',
  'data:text/html,x', 'data:image/png;base64,AAAA', 'data:image/svg+xml,x', 'mailto:a@b.example',
  ' MAILTO:x', 'http:x', 'https:/\\evil.example', 'http://a.example/<!--x-->', 'http://[', '#top', '#',
  'a.png 1x, b.png 2x', 'a.png 300w,b.png 600w', 'https://a.example/a,b.png 1.50x', 'a.png 0w',
  'a.png 007w', 'placeholder.gif', 'language-rust', 'x lang-c  highlight-x', 'language-<b>', '"', "'",
  'a&quot;b', 'a&#39;b', '<b>', '>', '🙂', 'emoji', 'wp-smiley', ':)', '72', '0', 'a\nb', '&lt;', 'a&',
];

/** Mostly such as an element keeps, with values that are meant for them. */
const SETS = VALUES.filter((value) => / \d/.test(value));
const CLASSES = VALUES.filter((value) => /lang|emoji|smiley/.test(value));
const attribute = (tag: string) => {
  const kept = [
    ...(ATTRIBUTES[tag] ?? []),
    ...(ATTRIBUTES['*'] ?? []),
    ...(tag === 'img' ? ['src', 'src'] : []),
  ];
  const named = fc.constantFrom(...kept).chain((name) => {
    const values = name === 'srcset' ? SETS : name === 'class' ? CLASSES : VALUES;
    return fc.tuple(fc.constant(name), fc.constantFrom(...values));
  });
  return fc
    .tuple(
      fc.constantFrom(' ', ' ', ' ', ' ', ' ', '\n', '  ', '\t', '/', '', '\f'),
      fc.oneof(
        { arbitrary: named, weight: 3 },
        { arbitrary: fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES)), weight: 1 },
      ),
      fc.constantFrom('"', '"', '"', '"', '"', '"', "'", "'", ''),
      fc.constantFrom('=', '=', '=', '=', '=', '=', '=', '=', ' = '),
    )
    .map(([space, [name, value], quote, equals]) => `${space}${name}${equals}${quote}${value}${quote}`);
};
const SLASH = fc.constantFrom('', '', '', '', '', '', '', '', ' ', '/', ' /');
/** Links and pictures are nothing without an address. */
const NEEDED = { a: ' href="/a"', img: ' src="/a.png"' };
const tagOf = (name: string, needed: string) =>
  fc.tuple(fc.array(attribute(name), { maxLength: 3 }), SLASH).map(([given, slash]) => ({
    name,
    tag: `<${name}${needed}${given.join('')}${slash}>`,
  }));
const startTag = fc.oneof(
  {
    arbitrary: fc.constantFrom(...PUBLISHED, 'p', 'pre', 'li', 'div').chain((name) => tagOf(name, '')),
    weight: 5,
  },
  {
    arbitrary: fc.constantFrom(...Object.entries(NEEDED)).chain(([name, needed]) => tagOf(name, needed)),
    weight: 2,
  },
);
const words = fc.constantFrom('a', 'word ', ' two words', '\n', 'é', 'x', '#', 'C#');

/** Trees as blogs write them, with something odd here and there. */
const { html } = fc.letrec<{ html: string; node: string; element: string }>((tie) => ({
  html: fc.array(tie('node'), { maxLength: 5 }).map((nodes) => nodes.join('')),
  node: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    { arbitrary: words, weight: 6 },
    {
      arbitrary: fc.constantFrom('&amp;', '&lt;', '&#8217;', '&eacute;', '<br>', '<hr />', '<!-- c -->'),
      weight: 3,
    },
    { arbitrary: fc.constantFrom(...ODD), weight: 1 },
    { arbitrary: tie('element'), weight: 9 },
  ),
  element: fc
    .tuple(startTag, tie('html'))
    .map(([{ name, tag }, inner]) => (VOID.has(name) ? tag : `${tag}${inner}</${name}>`)),
}));

const numRuns = isThorough ? 100_000 : 1500;

describe('where ours says that it has understood, it says what the libraries say', () => {
  test('of trees with something odd here and there', () => {
    let plain = 0;
    let all = 0;
    fc.assert(
      fc.property(html, (text) => {
        all += 1;
        if (sanitizePlain(text, base) !== null) plain += 1;
        expect(difference(text)).toBeNull();
      }),
      { numRuns },
    );
    expect(plain / all).toBeGreaterThan(0.2); // else nothing is compared
  });

  test('of pieces in any order', () => {
    const pieces = fc.oneof(
      words,
      fc.constantFrom(...ODD),
      startTag.map(({ tag }) => tag),
      fc.constantFrom(...PUBLISHED).map((name) => `</${name}>`),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (list) => {
        expect(difference(list.join(''))).toBeNull();
      }),
      { numRuns },
    );
  });

  test('of one element in another', () => {
    const names = [...PUBLISHED];
    const faults = names.flatMap((outer) =>
      names.filter((inner) => {
        const within = `${VOID.has(inner) ? `<${inner}>` : `<${inner}>b</${inner}>`}`;
        return (
          difference(VOID.has(outer) ? `<${outer}>${within}` : `<${outer}>a${within}c</${outer}>`) !== null
        );
      }),
    );
    expect(faults).toEqual([]);
  });
});

test.each([
  ['open angle brackets', '<'.repeat(500_000)],
  ['ampersands', '&amp;'.repeat(100_000)],
  ['half entities', '&a'.repeat(250_000)],
  ['comments', '<!-- -->'.repeat(60_000)],
  ['comments with markup', '<!-- <b> -->'.repeat(40_000)],
  ['endless attributes', `<p ${'a="b" '.repeat(100_000)}`],
  ['spaces in a tag', `<p${' '.repeat(500_000)}`],
  ['nested elements', '<b>'.repeat(150_000)],
])('%s take no time', async (_name, text) => {
  expect(await costOf(() => sanitizePlain(text, base))).toBeLessThan(200);
});
