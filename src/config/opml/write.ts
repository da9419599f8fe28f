/** A feed in a list of subscriptions. */
export interface Outline {
  readonly title: string;
  /** The feed's address; null where it is private, so that only its home can be told. */
  readonly xmlUrl: string | null;
  readonly htmlUrl: string | null;
}

/** Characters outside of `Char` (XML 1.0, 2.2), lone surrogates among them. */
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * A list of subscriptions in OPML 2.0, well-formed whatever the titles hold. Feeds are `type="rss"`, as the
 * specification calls those of every format; a feed without an address is a `link` to its home. There is no
 * `dateCreated`: the same list is always the same bytes.
 */
export function opml(title: string, outlines: Iterable<Outline>): string {
  const rows = Array.from(outlines, (outline) => `    <outline ${attributes(outline)}/>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>${escapeXml(title)}</title>
  </head>
  <body>
${rows.join('')}  </body>
</opml>
`;
}

function attributes({ title, xmlUrl, htmlUrl }: Outline): string {
  const text = `text="${escapeXml(title)}" title="${escapeXml(title)}"`;
  if (xmlUrl === null) return htmlUrl === null ? text : `type="link" ${text} url="${escapeXml(htmlUrl)}"`;
  const home = htmlUrl === null ? '' : ` htmlUrl="${escapeXml(htmlUrl)}"`;
  return `type="rss" ${text} xmlUrl="${escapeXml(xmlUrl)}"${home}`;
}

// White space is folded: an attribute's line breaks would come back as spaces anyway (XML 1.0, 3.3.3).
const escapeXml = (text: string): string =>
  text
    .replace(NOT_XML, '')
    .replace(/\s+/g, ' ')
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
