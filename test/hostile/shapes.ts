/** A document of about `size` characters, built to cost as much as it can. */
export type Shape = (size: number) => string | Uint8Array;

const repeated = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length));

/** Different units, one after the other. */
function numbered(unit: (n: number) => string, size: number): string {
  const parts: string[] = [];
  for (let n = 0, length = 0; length < size; n += 1) {
    const part = unit(n);
    parts.push(part);
    length += part.length;
  }
  return parts.join('');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const rss = (inner: string): string => `<rss version="2.0"><channel><title>t</title>${inner}</channel></rss>`;
const item = (inner: string): string => rss(`<item><guid>g</guid>${inner}</item>`);
const json = (item: string): string =>
  `{"version":"https://jsonfeed.org/version/1.1","title":"t","items":[{"id":"g",${item}}]}`;

/** Places that a text can stand in. */
const title = (text: string): string => item(`<title>${escaped(text)}</title>`);
const html = (text: string): string => item(`<description>${escaped(text)}</description>`);
const markup = (text: string): string => item(`<description>${text}</description>`);
const xhtml = (text: string): string =>
  `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>g</id><content type="xhtml"><div>${text}</div></content></entry></feed>`;
const link = (address: string): string => item(`<link>${escaped(address)}</link>`);
const opml = (inner: string): string => `<opml version="2.0"><body>${inner}</body></opml>`;

/** The shape of one unit, again and again. */
const of =
  (place: (text: string) => string, unit: string): Shape =>
  (size) =>
    place(repeated(unit, size));

/** As many of one unit as of another behind it. */
const before =
  (place: (text: string) => string, first: string, second: string): Shape =>
  (size) =>
    place(repeated(first, size / 2) + repeated(second, size / 2));

/** A depth that is allowed, then as much as there is room for. */
const within =
  (place: (text: string) => string, outer: string, depth: number, unit: string): Shape =>
  (size) =>
    place(outer.repeat(depth) + repeated(unit, size));

const distinct =
  (place: (text: string) => string, unit: (n: number) => string): Shape =>
  (size) =>
    place(numbered(unit, size));

const asItIs = (text: string): string => text;

export const SHAPES: Readonly<Record<string, Shape>> = {
  'a declaration without an end': (size) => `<rss><channel><item><description><!${'a'.repeat(size)}`,
  'declarations without an end': of(markup, '<!a '),
  declarations: of(rss, '<!a>'),
  DOCTYPEs: of((text) => text + rss(''), '<!DOCTYPE a>'),
  'a DOCTYPE without an end': of((text) => `<!DOCTYPE rss [${text}`, '<!ELEMENT a ]'),
  'comments without an end': of(markup, '<!--'),
  comments: of(rss, '<!-- -->'),
  'comments in HTML': of(html, '<!-- -- -->'),
  'CDATA without an end': of(markup, '<![CDATA['),
  'ends of CDATA': of(title, ']]>'),
  'escaped CDATA': of(title, '&lt;![CDATA[a]]&gt;'),
  'escaped CDATA without an end': of(title, '&lt;![CDATA['),
  'declared entities': distinct(
    (text) => `<!DOCTYPE rss [${text}]>${rss('')}`,
    (n) => `<!ENTITY a${n} "b">`,
  ),
  'declared entities that are used': of(
    (text) => `<!DOCTYPE rss [<!ENTITY a "${'b'.repeat(1000)}">]>${markup(text)}`,
    '&a;',
  ),
  'CDATA in CDATA': of(markup, '<![CDATA[<![CDATA[]]>'),
  instructions: of(rss, '<?a ?>'),
  'attributes without a value': of((text) => rss(`<x ${text}`), 'a= '),
  attributes: distinct(
    (text) => rss(`<x ${text}/>`),
    (n) => `a${n}="" `,
  ),
  'attributes in HTML': distinct(
    (text) => html(`<p ${text}>x`),
    (n) => `a${n}="" `,
  ),
  'a quote without an end': of(html, '<a href="'),
  'quotes by turns': of(html, `<img alt="'>`),
  srcset: of((text) => html(`<img srcset="${text}">`), 'a 1x, , '),
  'bare ampersands': of(title, '&'),
  'entities escaped again and again': of(title, '&amp;amp;'),
  'references without an end': of(html, '&#x'),
  'open brackets': of(html, '<'),
  'open brackets in a title': of(title, 'Vec<T<'),
  'square brackets': of(markup, '[['),
  'tags that are none in a title': of(title, 'x<p '),
  'scripts in a title': of(title, '<script>'),
  'slashes in a link': (size) => link(`http://a.example${'/'.repeat(size)}x`),
  'slashes in many links': of(rss, `<item><link>http://a.example${'/'.repeat(4000)}x</link></item>`),
  'slashes in a namespace': (size) =>
    `<rss xmlns:a="http://a${'/'.repeat(size)}x"><channel><title>t</title></channel></rss>`,
  'slashes in many namespaces': of(rss, `<x xmlns:a="http://a${'/'.repeat(4000)}x"/>`),
  'slashes in a guid': (size) => rss(`<item><guid>http://a.example/${'/'.repeat(size)}x</guid></item>`),
  'parameters of campaigns': distinct(
    (text) => link(`http://a.example/?${text}`),
    (n) => `utm_${n}=1&`,
  ),
  'parameters of campaigns in many links': distinct(
    rss,
    (n) => `<item><link>http://a.example/${n}?${'utm_a=1&amp;'.repeat(500)}</link></item>`,
  ),
  'line ends between elements': (size) => rss(`a${'\n'.repeat(size)}b`),
  'blanks between elements': (size) => rss(`a${' '.repeat(size)}b`),
  'line ends in a block of code': (size) => html(`<pre>${'\n'.repeat(size)}x</pre>`),
  'blanks in a text': (size) => html(`a${' '.repeat(size)}b`),
  'blanks and line ends in plain text': of((text) => json(`"content_text":${JSON.stringify(text)}`), 'a \n'),
  'unknown elements': of(rss, '<x>'),
  'unknown elements, other ends': before(rss, '<x>', '</y>'),
  'items within items': of(rss, '<item>'),
  'inline elements': of(html, '<b>'),
  'inline elements, other ends': before(html, '<b>', '</i>'),
  'as deep as is read, other ends': within(html, '<b>', 900, '</i>a'),
  'as deep as is read, paragraphs': within(html, '<div>', 98, '<p>a'),
  'as deep as is read, items': within(html, '<ul>', 98, '<li>a'),
  'as deep as is read, links': within(html, '<b>', 98, '<a href="x">a'),
  'elements that end in comments': of(html, '<b><!--</b>-->'),
  'elements that end in attributes': of(html, '<b title="</b>">'),
  'elements that end under other names': of(html, '<b:c></b>'),
  formulas: of(html, '<math><mi>a</mi></math>'),
  'formulas within formulas': of(html, '<math><mi>'),
  'formulas that end in comments': of(html, '<math><!--</math>-->'),
  'formulas in a title': of(title, '<math>'),
  'formulas and their renderings': of(
    html,
    '<span class="katex"><math><mi>a</mi></math><b aria-hidden="true">a</b></span>',
  ),
  'figures around figures': (size) =>
    html(
      `${'<figure><div>'.repeat(450)}${repeated('<b>a</b>', size)}${'</div><noscript><img src="a"></noscript></figure>'.repeat(450)}`,
    ),
  'pictures for who has no scripts': of(html, '<img><noscript><img src="a"></noscript>'),
  'pictures drawn for characters': of(html, '<img class="emoji" alt=":)">'),
  'inline elements in XHTML': before(xhtml, '<b>', '</b>'),
  'XHTML that goes in and out': of(xhtml, '<p><b>a</b></p>'),
  'bases in XHTML': of(
    xhtml,
    `<a xml:base="http://a.example/${'a'.repeat(900)}/" href="b"><b href="c"/></a>`,
  ),
  'relative links to a long base': of(
    (text) => html(text).replace('<rss', `<rss xml:base="http://a.example/${'a'.repeat(990)}/"`),
    '<a href=b>c</a>',
  ),
  tables: of(html, '<table><tr><td>'),
  'cells without a table': of(html, '<td>'),
  'headings in headings': of(html, '<h1><h2>'),
  players: of(html, '<video controls src="a">'),
  'a long date': of((text) => item(`<pubDate>${text}</pubDate>`), '12:'),
  'dates that are none': of(rss, `<item><title>a</title><pubDate>${'1 '.repeat(59)}</pubDate></item>`),
  'names of days': of(rss, `<item><title>a</title><pubDate>${'Mon, '.repeat(23)}</pubDate></item>`),
  'bytes of two encodings': (size) =>
    Buffer.from(rss(`<title>${repeated('\u00c3\u00a9\u00e9', size)}</title>`), 'latin1'),
  'a charset without an end': of((text) => `<?xml encoding="${text}`, '<?xml encoding= '),
  'an XML declaration without an end': of(asItIs, '<?xml version="1 '),
  'UTF-32': (size) => Buffer.from(repeated('<\0\0\0', size), 'latin1'),
  categories: distinct(item, (n) => `<category>${n}</category>`),
  keywords: distinct(
    (text) => item(`<itunes:keywords>${text}</itunes:keywords>`),
    (n) => `${n},`,
  ),
  authors: distinct(item, (n) => `<author>a@b.example (${n})</author>`),
  'an author of brackets': of((text) => item(`<author>${text}</author>`), '(a@b '),
  'pictures beside a text like their addresses': (size) => {
    const path = 'a'.repeat(Math.min(8000, size / 50));
    const hosts = ['b', 'c', 'd', 'e', 'f'].map((name) => `http://${name}.example/`);
    const pictures = hosts.map((host) => `<media:content medium="image" url="${host}${path}"/>`);
    const text = hosts.map((host) => `${host}${path.slice(1)} `.repeat(5)).join('');
    return item(`${pictures.join('')}<description>${text}${repeated('a', size)}</description>`);
  },
  enclosures: distinct(item, (n) => `<enclosure url="http://a.example/${n}"/>`),
  namespaces: distinct(rss, (n) => `<x xmlns:n${n}="http://purl.org/dc/terms/">`),
  'namespaces of one element': distinct(
    (text) => `<rss ${text}><channel><title>t</title></channel></rss>`,
    (n) => `xmlns:n${n}="a" `,
  ),
  names: distinct(rss, (n) => `<x${n}/>`),
  posts: distinct(
    rss,
    (n) => `<item><guid>${n}</guid><title>a</title><link>http://a.example/${n}</link></item>`,
  ),
  'posts of one title': of(rss, '<item><title>a</title></item>'),
  'posts of one link': distinct(rss, (n) => `<item><title>${n}</title><link>http://a.example/</link></item>`),
  'posts of one guid': distinct(rss, (n) => `<item><guid>g</guid><title>${n}</title></item>`),
  'OPML of other ends': before(opml, '<outline>', '</x>'),
  'OPML that never closes': of(opml, '<outline type="rss" text="a" xmlUrl="http://a.example/">'),
  'OPML without addresses': of(opml, '<outline type="rss"/>'),
  'an OPML attribute': of((text) => opml(`<outline text="${text}"/>`), '&amp; '),
  'arrays of JSON': of((text) => json(`"x":${text}`), '['),
  'objects of JSON': of((text) => json(`"x":${text}`), '{"a":'),
  'HTML in JSON': of((text) => json(`"content_html":${JSON.stringify(text)}`), '<li><p>'),
  'tags in JSON': distinct(
    (text) => json(`"tags":[${text}"x"]`),
    (n) => `"${n}",`,
  ),
  'a page that links to feeds': distinct(
    (text) => `<!doctype html>${text}`,
    (n) => `<link rel=alternate type="application/rss+xml" href=${n}>`,
  ),
  'a page of open links': of((text) => `<!doctype html>${text}`, `<link "`),
  'a template of rules': of(asItIs, '---\n'),
  words: distinct(html, (n) => `w${n} `),
  'a word without an end': of(html, 'a'),
  'marks on a letter': of(html, '\u0301'),
  'a family': of(html, '👩‍👩‍👧‍👦'),
  'signs without spaces': of(html, '漢'),
  'soft hyphens in a title': of(title, 'a\u00ad'),
  'halves of characters': of((text) => json(`"content_html":"${text}"`), String.raw`\ud83d`),
};
