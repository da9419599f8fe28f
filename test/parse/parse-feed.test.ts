import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { httpUrl } from '../../src/model/values.js';
import { type ParseResult, parseFeed } from '../../src/parse/index.js';
import { costOf } from '../support/cost.js';

const url = httpUrl('https://blog.example/page');
const parse = (document: string | Uint8Array): Promise<ParseResult> =>
  parseFeed(typeof document === 'string' ? Buffer.from(document) : document, { url, contentType: null });
const item = (inner: string): string =>
  `<rss version="2.0"><channel><title>t</title><item>${inner}</item></channel></rss>`;

describe('what is no feed is said in words', () => {
  test.each([
    ['nothing', '', 'empty', 'empty'],
    ['white space', ' \n\ufeff ', 'empty', 'empty'],
    ['a page', '<!doctype html><title>x</title>', 'html', 'a web page, not a feed'],
    ['a page without a doctype', '<div><p>x</div>', 'html', 'a web page, not a feed'],
    ['text', 'Hello, world', 'text', 'plain text, not a feed'],
    [
      'other XML',
      '<?xml version="1.0"?><urlset/>',
      'xml',
      'XML, but not a feed: its root element is <urlset>',
    ],
    [
      'a reading list',
      '<?xml version="1.0"?><opml/>',
      'xml',
      'a reading list (OPML), not a feed; write it as { "opml": "…" } among "sources" to poll what it names',
    ],
    ['other JSON', '{"a":1}', 'json', 'JSON, but not a JSON Feed'],
    ['broken JSON', '{"version":', 'json', 'JSON that is broken or cut off'],
    ['front matter', '---\nlayout: feed\n---\n<rss/>', 'template', 'the source of a template, not a feed'],
    [
      'a loop between the elements',
      '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{% for p in site.posts %}<entry/>{% endfor %}</feed>',
      'template',
      'the source of a template, not a feed',
    ],
    [
      'a stub of a feed',
      '<?xml version="1.0"?><rss version="2.0"><chan',
      'xml',
      'RSS 2.0 that is cut off before anything of use',
    ],
    [
      'a page that shows a feed',
      '<html><body><p>So:</p><rss><channel><title>x</title></channel></rss></body></html>',
      'html',
      'a web page, not a feed',
    ],
    [
      'a page that shows one in a field',
      '<!doctype html><html><body><textarea><rss><channel><title>x</title></channel></rss></textarea></body></html>',
      'html',
      'a web page, not a feed',
    ],
    [
      'a page that begins as a warning does',
      '<br />\n<b>Read</b> on<br />\n<rss><channel><title>x</title></channel></rss>',
      'html',
      'a web page, not a feed',
    ],
    [
      'a page with more behind it',
      '<html><body><rss><channel><title>x</title></channel></rss>And so on.</body></html>',
      'html',
      'a web page, not a feed',
    ],
    [
      'channels of television',
      '<tv><channel id="7"><display-name>Seven</display-name></channel></tv>',
      'xml',
      'XML, but not a feed: its root element is <tv>',
    ],
    [
      'a feed two elements deeper',
      '<x><y><rss><channel><title>x</title></channel></rss></y></x>',
      'xml',
      'XML, but not a feed: its root element is <x>',
    ],
    ['an archive', gzipSync('<rss/>'), 'binary', 'compressed data (gzip), not a feed'],
    [
      'a picture',
      Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 1, 2, 3]),
      'binary',
      'binary data, not a feed',
    ],
  ])('%s', async (_name, document, found, message) =>
    expect(await parse(document)).toEqual({ kind: 'not-a-feed', found, message, feeds: [], links: [] }),
  );

  test('a page with the feeds that it links to', async () => {
    const page = `<html><head><base href="/blog/">
      <link rel="alternate" type="application/atom+xml" href="atom.xml">
      <link type='application/feed+json' href='https://cdn.example/feed.json' rel='alternate home'>
      <link rel="alternate" hreflang="de" href="/de"><link rel="stylesheet" href="x.css">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts"></head>
      <a href="atom.xml">again</a><a href="/about">about</a><a href="/tags/rust/feed/">Rust</a></html>`;
    expect(await parse(page)).toEqual({
      kind: 'not-a-feed',
      found: 'html',
      message:
        'a web page, not a feed; it links to 2 feeds: https://blog.example/blog/atom.xml https://cdn.example/feed.json',
      feeds: ['https://blog.example/blog/atom.xml', 'https://cdn.example/feed.json'],
      links: ['https://blog.example/tags/rust/feed/'],
    });
  });
});

test.each([
  ['a bare DOCTYPE', '<!DOCTYPE rss><rss version="2.0"><channel><title>x</title></channel></rss>', false],
  [
    'a comment and an instruction',
    '<?a b?><!-- <rss> --><rss><channel><title>x</title></channel></rss>',
    false,
  ],
  [
    'a warning before it',
    'Warning: x in y.php\n<?xml version="1.0"?><rss><channel><title>x</title></channel></rss>',
    true,
  ],
  [
    'a warning in HTML before it',
    '<br />\n<b>Warning</b>:  x in <b>/y.php</b> on line <b>3</b><br />\n<?xml version="1.0"?><rss><channel><title>x</title></channel></rss>',
    true,
  ],
  ['something behind it, in JSON', '{"title":"x","items":[]}\n<!-- cached in 3 s -->', false],
  ['only its last bracket missing, in JSON', '{"title":"x","items":[{"id":"1"}]', true],
  ['something behind it', '<rss><channel><title>x</title></channel></rss>\n<!-- cached -->\nbye', false],
])('a feed with %s is one', async (_name, document, repaired) =>
  expect(await parse(document)).toMatchObject({ kind: 'feed', feed: { title: 'x', repaired } }),
);

const podcast = (address: string) =>
  `<rss xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>x</title>${address}</channel></rss>`;
const refresh = (content: string, before = '') =>
  `<!DOCTYPE html><html><head>${before}<meta http-equiv="Refresh" content="${content}"></head></html>`;
const there = 'https://new.example/feed';

test.each([
  ['a feed that stays', podcast(''), undefined],
  ['itunes:new-feed-url', podcast(`<itunes:new-feed-url> ${there} </itunes:new-feed-url>`), there],
  ['itunes:new-feed-url of nothing', podcast('<itunes:new-feed-url/>'), undefined],
  [
    'itunes:new-feed-url of no address',
    podcast('<itunes:new-feed-url>soon</itunes:new-feed-url>'),
    'https://blog.example/dir/soon',
  ],
  [
    'itunes:new-feed-url to a file',
    podcast('<itunes:new-feed-url>file:///etc/passwd</itunes:new-feed-url>'),
    undefined,
  ],
  [
    'a redirect in XML',
    `<?xml version="1.0"?><redirect><newLocation>${there}?a=1&amp;b=2</newLocation></redirect>`,
    `${there}?a=1&b=2`,
  ],
  [
    'a redirect in XML, in CDATA',
    `<redirect>\n<newLocation><![CDATA[${there}]]></newLocation>\n</redirect>`,
    there,
  ],
  ['a redirect in XML to nowhere', '<redirect><newLocation></newLocation></redirect>', undefined],
  ['a new location elsewhere', `<other><newLocation>${there}</newLocation></other>`, undefined],
  ['a refresh', refresh(`0; url=${there}`), there],
  ['a refresh in quotes', refresh(`0;URL='${there}'`), there],
  ['a refresh without a word', refresh(`3, ${there}`), there],
  ['a refresh of a relative address', refresh('0; url=feed.xml'), 'https://blog.example/dir/feed.xml'],
  [
    'a refresh below a base',
    refresh('0; url=feed.xml', '<base href="/other/">'),
    'https://blog.example/other/feed.xml',
  ],
  ['a refresh of the page itself', refresh('30'), undefined],
  ['a refresh to no address', refresh('0; url=javascript:alert(1)'), undefined],
  [
    'a page without a refresh',
    '<html><head><meta name="refresh" content="0; url=/x"></head></html>',
    undefined,
  ],
])('tells where a document leads: %s', async (_name, document, leadsTo) => {
  const url = httpUrl('https://blog.example/dir/page');
  const result = await parseFeed(Buffer.from(document), { url, contentType: null });
  expect(result.leadsTo).toBe(leadsTo);
});

test.each([
  ['whole', '<rss><channel><title>x</title></channel></rss>', false],
  [
    'whole, with something behind it',
    '<rss><channel><title>x</title></channel></rss>\n<!-- cached -->',
    false,
  ],
  ['whole, its end written otherwise', '<rss><channel><title>x</title></channel></RSS >', false],
  [
    'whole, with a prefix',
    '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>x</a:title></a:feed>',
    false,
  ],
  ['cut between two entries', '<rss><channel><title>x</title><item><title>1</title></item>', true],
  ['cut in an entry', '<rss><channel><title>x</title><item><title>1</title><descr', true],
  ['cut before its last end tag', '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry/>', true],
  ['whole, as JSON', '{"version":"https://jsonfeed.org/version/1.1","title":"x","items":[]}', false],
])('tells whether a document breaks off: %s', async (_name, document, cut) =>
  expect(await parse(document)).toMatchObject({ kind: 'feed', cut, feed: { title: 'x' } }),
);

describe('any bytes at all give a feed or one line', () => {
  const fragments = fc.constantFrom(
    '<?xml version="1.0" encoding="utf-16"?>',
    '<rss version="2.0">',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    '<rdf:RDF>',
    '<channel>',
    '<item>',
    '</item>',
    '<entry>',
    '</entry>',
    '<title>',
    '</title>',
    '<link/>',
    '<link href="x">',
    '<content type="xhtml">',
    '<div xmlns="http://www.w3.org/1999/xhtml">',
    '</div>',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<!DOCTYPE x [',
    ']>',
    '&',
    '&amp;',
    '&#0;',
    '&#xD800;',
    '&nbsp;',
    '\u0000',
    '\ufffe',
    '<',
    '>',
    '"',
    "'",
    '{"version":"https://jsonfeed.org/version/1.1","items":[',
    '{"id":[]},',
    ']}',
    '<__proto__>',
    '<constructor a="b">',
    '<_>',
    '<pubDate>9999-99-99</pubDate>',
    '<published>',
    ' xmlns:a="b"',
    '<a:b xml:base="http://[">',
  );
  const documents = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .array(fc.oneof(fragments, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 40 })
      .map((parts) => Buffer.from(parts.join(''))),
    fc.array(fragments, { maxLength: 40 }).map((parts) => Buffer.from(`<rss><channel>${parts.join('')}`)),
  );
  const contentTypes = fc.option(
    fc.constantFrom('text/xml; charset=utf-16', 'text/xml;charset="latin1"', 'x; charset=nonsense'),
  );

  // Texts, not their JSON: a problem quotes what it complains of, a NUL as a backslash and "u0000".
  const textsOf = (value: unknown): string[] => {
    if (typeof value === 'string') return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
  };
  // XML 1.0, section 2.2, production Char.
  const forbiddenInXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

  test('never an exception, and nothing that XML forbids', async () => {
    await fc.assert(
      fc.asyncProperty(documents, contentTypes, async (body, contentType) => {
        const result = await parseFeed(body, { url, contentType });
        if (result.kind === 'not-a-feed') expect(result.message).toMatch(/^[^\n]+$/);
        else expect(textsOf(result.feed).filter((text) => forbiddenInXml.test(text))).toEqual([]);
      }),
      {
        numRuns: 500,
        examples: [[Buffer.from('<rss><channel><entry></entry><published>\u0000'), null]],
      },
    );
  });

  test.each([
    ['20,000 nested elements', `<rss><channel>${'<a>'.repeat(20_000)}`],
    ['20,000 nested elements in a text', item(`<description>${'<b>'.repeat(20_000)}`)],
    ['20,000 nested items', `<rss><channel>${'<item>'.repeat(20_000)}`],
    ['80 KB of x<p', item(`<title>${'x<p '.repeat(20_000)}</title>`)],
    ['a megabyte of ampersands', item(`<title>${'&'.repeat(1_000_000)}</title>`)],
    ['end tags without a start', `<rss><channel>${'<b>'.repeat(100_000)}${'</i>'.repeat(100_000)}`],
    ['100,000 DOCTYPEs', '<!DOCTYPE a>'.repeat(100_000)],
    ['100,000 authors', item(Array.from({ length: 100_000 }, (_, n) => `<author>${n}</author>`).join(''))],
    [
      '20,000 namespaces',
      `<rss><channel>${Array.from({ length: 20_000 }, (_, n) => `<a xmlns:n${n}="urn:${n}">`).join('')}`,
    ],
    ['a million elements', `<rss><channel>${'<a/>'.repeat(1_000_000)}`],
    ['attributes left open', item(`<title>${'<a b="x><c d=\'y>'.repeat(60_000)}`)],
    ['attributes without an end', item(`<title><a ${'b="" '.repeat(200_000)}`)],
    ['declared entities', `<!DOCTYPE a [${'<!ENTITY b "c">'.repeat(60_000)}]>${item('&b;'.repeat(100_000))}`],
    ['declarations left open', `<!DOCTYPE a [${'<!ENTITY b "'.repeat(80_000)}]><rss/>`],
    ['halves of characters', item(`<title>${'&#55357;'.repeat(120_000)}`)],
    ['wrappers', `<html><body>${'<div>'.repeat(200_000)}<rss>${'</rss>x'.repeat(100_000)}`],
    ['nested categories', item('<itunes:category text="a">'.repeat(40_000))],
    [
      'pictures',
      item(
        `<description>${'x'.repeat(400_000)}</description>${Array.from({ length: 10_000 }, (_, n) => `<media:content medium="image" url="http://a.example/${n}.jpg"/>`).join('')}`,
      ),
    ],
    [
      'JSON that is cut off',
      `{"version":"https://jsonfeed.org/version/1.1","items":[${'{"id":"1"},'.repeat(90_000)}`,
    ],
  ])('and soon: %s', async (_name, document) => {
    expect(await costOf(() => parse(document))).toBeLessThan(600);
  });
});

describe('what would cost far more memory than its bytes', () => {
  const bulk = 'x'.repeat(1_200_000);
  const rss = (inner: string): string =>
    `<rss version="2.0"><channel><title>t</title>${inner}<item><guid>1</guid><title>one</title></item></channel></rss>`;

  test.each([
    ['a comment', rss(`<!--${bulk}-->`)],
    ['a comment of tags', rss(`<!--${'<a>'.repeat(400_000)}-->`)],
    ['an attribute', rss(`<a b="${bulk}"/>`)],
    ["an attribute's name", rss(`<a ${bulk}="b"/>`)],
    ['an instruction', rss(`<?a ${bulk}?>`)],
    ['a text', rss(`<description>${bulk}</description>`)],
  ])('is read all the same: %s', async (_name, document) => {
    const result = await parse(document);
    expect(result).toMatchObject({ kind: 'feed', feed: { repaired: false, entries: [{ title: 'one' }] } });
  });

  test.each([
    ['open brackets', rss('<'.repeat(3_100_000)), 'RSS 2.0 of more elements than can be read'],
    ['JSON arrays', `{"version":${'['.repeat(1_100_000)}`, 'JSON of more values than can be read'],
  ])('is refused: %s', async (_name, document, message) => {
    expect(await parse(document)).toMatchObject({ kind: 'not-a-feed', message });
  });
});

describe('entities never make a small document huge', () => {
  const letters = 'abcdefghij'.split('');
  const laughs = letters
    .map((name, n) => `<!ENTITY ${name} "${n === 0 ? 'ha' : `&${letters[n - 1]};`.repeat(10)}">`)
    .join('');
  test.each([
    ['nested ones', `<!DOCTYPE rss [${laughs}]>${item('<title>&j;</title>')}`, '&j;'],
    ['one that names itself', `<!DOCTYPE rss [<!ENTITY a "&a;">]>${item('<title>&a;</title>')}`, '&a;'],
    [
      'nested ones in disguise',
      `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&#38;a;">]>${item('<title>&b;</title>')}`,
      '&a;',
    ],
    [
      'a file of ours',
      `<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>${item('<title>&a;</title>')}`,
      '&a;',
    ],
  ])('%s', async (_name, document, title) =>
    expect(await parse(document)).toMatchObject({ feed: { entries: [{ title }] } }),
  );

  test('a page of text for one letter is no character, and a megabyte is the end', async () => {
    const page = `<!ENTITY p "${'x'.repeat(1000)}"><!ENTITY q "${'y'.repeat(200)}">`;
    const result = await parse(
      `<!DOCTYPE rss [${page}]>${item(`<title>&p;</title><description>${'&q;'.repeat(100_000)}</description>`)}`,
    );
    expect(result).toMatchObject({ feed: { entries: [{ title: '&p;' }] } });
    expect(JSON.stringify(result).length).toBeLessThan(1_500_000);
  });
});

describe('a document that ends within an entry', () => {
  const START = '<rss version="2.0"><channel><title>t</title><item><title>One</title></item>';
  test.each([
    ['in a text', `${START}<item><title>Tw`, true],
    ['in a tag', `${START}<item><title>Two</title><link`, true],
    ['in the end tag', `${START}<item><title>Two</title></it`, true],
    ['behind it', START, false],
    ['without the end tag of the last, but with the channel’s', `${START}<item></channel></rss>`, false],
  ])('%s', async (_name, document, cut) => {
    const problems = cut ? ['it ends within an entry, which is left out until the whole of it comes'] : [];
    expect(await parse(document)).toMatchObject({ feed: { problems, entries: [{ title: 'One' }] } });
  });
});

test('nothing is resolved against an address that must not show', async () => {
  const secret = 'https://blog.example/t0ken/feed';
  const result = await parseFeed(
    Buffer.from(
      `<rss xml:base="${secret}"><channel><link>${secret}</link><item><link>${secret}</link><description>&lt;img src="a.png"></description></item></channel></rss>`,
    ),
    { url: null, contentType: null, isSecret: (address) => address === secret },
  );
  expect(result).toMatchObject({ feed: { entries: [{ content: { base: null } }] } });
});

test('a ttl of centuries still means seldom', async () => {
  const result = await parse(
    '<rss version="2.0"><channel><title>t</title><ttl>99999999999</ttl></channel></rss>',
  );
  expect(result).toMatchObject({ feed: { rhythm: { ttlMinutes: 1e9 } } });
});

test.each([['constructor'], ['__proto__'], ['now and then']])(
  'a period that is none says nothing: %s',
  async (period) => {
    const result = await parse(
      `<rss version="2.0"><channel><title>t</title><sy:updatePeriod>${period}</sy:updatePeriod></channel></rss>`,
    );
    expect(result).toMatchObject({ feed: { rhythm: { updateEveryMs: null } } });
  },
);

test('what is kept does not keep the document alive', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const filler = `<description>${'x'.repeat(2_000_000)}</description>`;
  const kept: (string | null)[] = [];
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let n = 0; n < 12; n += 1) {
    const result = await parse(item(`<title>A title of some length, number ${n}</title>${filler}`));
    if (result.kind === 'feed') kept.push(result.feed.entries[0]?.title ?? null);
  }
  collectGarbage();
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(8_000_000); // a third of them
  expect(kept).toHaveLength(12);
});
