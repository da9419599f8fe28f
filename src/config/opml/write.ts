import { escapeXml, xmlSafe } from '../../text/xml.js';

/** A feed in a list of subscriptions. */
export interface Outline {
  readonly title: string;
  /** The feed's address; null where it is private, so that only its home can be told. */
  readonly xmlUrl: string | null;
  readonly htmlUrl: string | null;
}

/** Feeds that are listed together. */
export interface Folder {
  readonly title: string;
  readonly outlines: readonly Outline[];
}

/**
 * A list of subscriptions in OPML 2.0, well-formed whatever the titles hold. Feeds are `type="rss"`, as the
 * specification calls those of every format; a feed without an address is a `link` to its home. There is no
 * `dateCreated`: the same list is always the same bytes.
 */
export function opml(title: string, outlines: Iterable<Outline | Folder>): string {
  const rows = Array.from(outlines, (one) => ('outlines' in one ? folder(one) : row(one, '    ')));
  return `<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head>
    <title>${inOneLine(title)}</title>
  </head>
  <body>
${rows.join('')}  </body>
</opml>
`;
}

const row = (outline: Outline, indent: string): string => `${indent}<outline ${attributes(outline)}/>\n`;

function folder({ title, outlines }: Folder): string {
  const rows = outlines.map((outline) => row(outline, '      '));
  return `    <outline text="${inOneLine(title)}" title="${inOneLine(title)}">\n${rows.join('')}    </outline>\n`;
}

function attributes({ title, xmlUrl, htmlUrl }: Outline): string {
  const text = `text="${inOneLine(title)}" title="${inOneLine(title)}"`;
  if (xmlUrl === null) return htmlUrl === null ? text : `type="link" ${text} url="${inOneLine(htmlUrl)}"`;
  const home = htmlUrl === null ? '' : ` htmlUrl="${inOneLine(htmlUrl)}"`;
  return `type="rss" ${text} xmlUrl="${inOneLine(xmlUrl)}"${home}`;
}

/** White space is folded: an attribute's line breaks would come back as spaces anyway (XML 1.0, 3.3.3). */
const inOneLine = (text: string): string => escapeXml(xmlSafe(text).replace(/\s+/g, ' '));
