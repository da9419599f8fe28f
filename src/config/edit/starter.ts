import { readJson } from '../json/json.js';
import { linesOf } from '../json/lines.js';
import { select } from '../json/select.js';

/** What an operator says of a new site. */
export interface NewSite {
  readonly title: string;
  readonly url: string;
}

/** What a starter's feeds.json calls its site. The text is one that `parseFiles` has accepted. */
export function siteOf(text: string): NewSite {
  return { title: valueAt(text, TITLE).value, url: valueAt(text, URL).value };
}

/**
 * A starter as the feeds.json of a site: with its title and address, and the schema beside it. All else is
 * as it was, byte for byte.
 */
export function starterFor(text: string, { title, url }: NewSite): string {
  const texts = [
    { ...valueAt(text, SCHEMA), becomes: './feeds.schema.json' },
    { ...valueAt(text, TITLE), becomes: title },
    { ...valueAt(text, URL), becomes: url },
  ];
  return texts
    .toSorted((a, b) => b.start - a.start)
    .reduce(
      (whole, { start, end, becomes }) => whole.slice(0, start) + JSON.stringify(becomes) + whole.slice(end),
      text,
    );
}

const SCHEMA = ['$schema'];
const TITLE = ['site', 'title'];
const URL = ['site', 'url'];

function valueAt(text: string, path: readonly string[]) {
  const { root } = readJson(text, linesOf(text));
  const node = root === null ? undefined : select(root, path)[0]?.node;
  if (node?.kind !== 'scalar' || typeof node.value !== 'string')
    throw new TypeError(`a starter has a text at ${path.join('.')}`);
  return { start: node.start, end: node.end, value: node.value };
}
