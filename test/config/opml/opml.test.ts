import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOpml } from '../../../src/config/opml/read.js';
import { opml } from '../../../src/config/opml/write.js';

const body = (outlines: string) =>
  `<?xml version="1.0"?><opml version="2.0"><body>\n${outlines}\n</body></opml>`;

describe('an outline is a feed', () => {
  test.each([
    [
      'of OPML 2.0',
      '<outline type="rss" text="A" xmlUrl="https://a.example/f"/>',
      'https://a.example/f',
      'A',
    ],
    ['without a type', '<outline text="A" xmlUrl="https://a.example/f"/>', 'https://a.example/f', 'A'],
    [
      'with its title before its text',
      '<outline text="x" title="A" xmlUrl="https://a.example/f"/>',
      'https://a.example/f',
      'A',
    ],
    ['of OPML 1', '<outline type="rss" title="A" url="https://a.example/f"/>', 'https://a.example/f', 'A'],
    ['in other casings', '<OUTLINE TEXT="A" XMLURL="https://a.example/f"/>', 'https://a.example/f', 'A'],
    [
      'around others',
      '<outline text="A" xmlUrl="https://a.example/f"><outline text="sub"/></outline>',
      'https://a.example/f',
      'A',
    ],
    [
      'with references',
      '<outline text="A &amp; B &#38; C" xmlUrl="https://a.example/?a=1&amp;b=2"/>',
      'https://a.example/?a=1&b=2',
      'A & B & C',
    ],
    [
      'with a bare ampersand',
      '<outline text="A & B" xmlUrl="https://a.example/?a=1&b=2"/>',
      'https://a.example/?a=1&b=2',
      'A & B',
    ],
    [
      'with white space',
      '<outline text=" A&#10; B " xmlUrl=" https://a.example/f\n"/>',
      'https://a.example/f',
      'A B',
    ],
    [
      'with control characters',
      '<outline text="A&#x1b;[31mB\u0007" xmlUrl="https://a.example/f"/>',
      'https://a.example/f',
      'A [31mB',
    ],
    ['without a title', '<outline text="" xmlUrl="https://a.example/f"/>', 'https://a.example/f', null],
    ['of the feed scheme', '<outline text="A" xmlUrl="feed://a.example/f"/>', 'http://a.example/f', 'A'],
    [
      'of the feed scheme before another',
      '<outline text="A" xmlUrl="feed:https://a.example/f"/>',
      'https://a.example/f',
      'A',
    ],
  ])('%s', (_name, outline, url, title) => {
    expect(readOpml(body(outline))).toEqual({
      ok: true,
      sources: [{ url, title, folders: [] }],
      includes: [],
      bad: [],
      isCut: false,
    });
  });
});

test('a feed knows its folders, the innermost last; links and feeds are none', () => {
  const a = '<outline text="A" xmlUrl="https://a.example/f"/>';
  const b = '<outline text="B" xmlUrl="https://b.example/f"/>';
  const text = body(
    `<outline text="F"><outline text="G">${a}</outline>${b}<outline type="link" text="L" url="https://l.example/">${b}</outline></outline>${a}`,
  );
  const found = readOpml(text);
  expect(found.ok && found.sources.map(({ title, folders }) => [title, ...folders])).toEqual([
    ['A', 'F', 'G'],
    ['B', 'F'],
    ['B', 'F'],
    ['A'],
  ]);
});

test('folders within folders without end cost no more than their length', () => {
  const deep = (n: number): string => {
    const open = '<outline text="F"><outline text="A" xmlUrl="https://a.example/f"/>';
    return body(`${open.repeat(n)}${'</outline>'.repeat(n)}`);
  };
  const found = readOpml(deep(20_000));
  expect(found.ok && found.sources.at(-1)?.folders).toHaveLength(8);
});

test('includes are named as they stand', () => {
  const text = body(
    '<outline type="include" text="More" url=" more.opml "/><outline type="include" text="No"/>',
  );
  expect(readOpml(text)).toEqual({ ok: true, sources: [], includes: ['more.opml'], bad: [], isCut: false });
});

describe('an outline is no feed', () => {
  test.each([
    ['a folder', '<outline text="F"/>'],
    ['a link', '<outline type="link" text="A" url="https://a.example/"/>'],
    ['an include', '<outline type="include" text="A" url="https://a.example/x.opml"/>'],
    ['one in a comment', '<!-- <outline text="A" xmlUrl="https://a.example/f"/> -->'],
    ['one in CDATA', '<![CDATA[<outline text="A" xmlUrl="https://a.example/f"/>]]>'],
  ])('%s', (_name, outline) => {
    expect(readOpml(body(outline))).toMatchObject({ ok: true, sources: [], bad: [] });
  });
});

describe('a bad row is named, with the reason, and the rest is read', () => {
  test.each([
    ['no address', 'type="rss"', 'no xmlUrl'],
    ['an empty address', 'xmlUrl=" "', 'no xmlUrl'],
    ['a relative address', 'xmlUrl="/feed.xml"', 'expected an http or https URL, received "/feed.xml"'],
    [
      'another scheme',
      'xmlUrl="javascript:alert(1)"',
      'expected an http or https URL, received "javascript:alert(1)"',
    ],
    ['white space within', 'xmlUrl="https://a.example/my feed"', 'white space in a URL'],
    ['a password', 'xmlUrl="https://u:p@a.example/"', 'a user name or password in a URL'],
    ['no host', 'xmlUrl="https:///feed"', '"https:///feed" is no URL'],
  ])('%s', (_name, attributes, reason) => {
    const text = body(
      `<outline text="Bad" ${attributes}/>\n<outline text="A" xmlUrl="https://a.example/f"/>`,
    );
    expect(readOpml(text)).toEqual({
      ok: true,
      sources: [{ url: 'https://a.example/f', title: 'A', folders: [] }],
      includes: [],
      bad: [{ line: 2, title: 'Bad', reason }],
      isCut: false,
    });
  });

  test('a file that was cut', () => {
    expect(readOpml('<opml><body>\n<outline text="A" xmlUrl="https://a.example/f"/>\n<outline te')).toEqual({
      ok: true,
      sources: [{ url: 'https://a.example/f', title: 'A', folders: [] }],
      includes: [],
      bad: [{ line: 3, title: null, reason: 'the file ends too early' }],
      isCut: true,
    });
  });
});

describe('no OPML', () => {
  test.each([
    ['nothing', '', 'no OPML'],
    ['text', 'hello', 'no OPML'],
    ['a page', '<html><body><outline xmlUrl="https://a.example/f"/></body></html>', 'no OPML but <html>'],
    ['a feed', '<rss version="2.0"/>', 'no OPML but <rss>'],
  ])('%s', (_name, text, reason) => {
    expect(readOpml(text)).toEqual({ ok: false, reason });
  });
});

test('entities that the document declares stay what they are', () => {
  const bomb = `<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>${body('<outline text="&b;&f;" xmlUrl="https://a.example/f"/>')}`;
  expect(readOpml(bomb)).toEqual({
    ok: true,
    sources: [{ url: 'https://a.example/f', title: '&b;&f;', folders: [] }],
    includes: [],
    bad: [],
    isCut: false,
  });
});

describe('writing', () => {
  test('OPML 2.0, a feed without an address by its home', () => {
    const outlines = [
      {
        title: 'A & "B" <c>\u0000\ud800',
        xmlUrl: 'https://a.example/?a=1&b=2',
        htmlUrl: 'https://a.example/',
      },
      { title: 'Private', xmlUrl: null, htmlUrl: 'https://p.example/' },
      { title: 'Nothing', xmlUrl: null, htmlUrl: null },
    ];
    expect(opml('Planet', outlines)).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>Planet</title>
  </head>
  <body>
    <outline type="rss" text="A &amp; &quot;B&quot; &lt;c&gt;" title="A &amp; &quot;B&quot; &lt;c&gt;" xmlUrl="https://a.example/?a=1&amp;b=2" htmlUrl="https://a.example/"/>
    <outline type="link" text="Private" title="Private" url="https://p.example/"/>
    <outline text="Nothing" title="Nothing"/>
  </body>
</opml>
`);
  });

  test('what is written is read back', () => {
    const word = fc.stringMatching(/^[\w&<>"';#é漢]+$/);
    const title = fc.array(word, { minLength: 1 }).map((words) => words.join(' '));
    const source = fc.record({ url: fc.webUrl({ withQueryParameters: true }), title });
    fc.assert(
      fc.property(fc.array(source), (sources) => {
        const text = opml(
          'x',
          sources.map(({ url, title }) => ({ title, xmlUrl: url, htmlUrl: null })),
        );
        expect(readOpml(text)).toMatchObject({ ok: true, sources, bad: [] });
      }),
    );
  });
});
