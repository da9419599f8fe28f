/**
 * Ends attribute values that were left open, as in `<a href="http://a.example/>text</a>`: where the end of a
 * tag, and then another tag, stand before the next quotation mark, that one belongs elsewhere, and all up to
 * it would be taken for the value.
 */
export function withQuotesClosed(source: string): string {
  const find = finder(source);
  const parts: string[] = [];
  let from = 0;
  for (let at = find('<', 0); at < source.length; ) {
    const tag = skipped(source, at) ?? tagAt(source, at, find);
    if (tag.openQuote !== null) {
      parts.push(source.slice(from, tag.end), tag.openQuote);
      from = tag.end;
    }
    at = find('<', Math.max(tag.end, at + 1));
  }
  return parts.length === 0 ? source : parts.join('') + source.slice(from);
}

/** Where a character is met next; the length of the text where it isn't. */
type Find = (character: string, from: number) => number;

/** Asked from left to right it reads the text once for each character: what was found ahead is remembered. */
function finder(source: string): Find {
  const found = new Map<string, number>();
  return (character, from) => {
    const known = found.get(character) ?? -1;
    if (known >= from) return known;
    const at = source.indexOf(character, from);
    found.set(character, at < 0 ? source.length : at);
    return at < 0 ? source.length : at;
  };
}

interface Tag {
  /** Where it ends, or where the quotation mark is missing. */
  readonly end: number;
  readonly openQuote: string | null;
}

/** Comments and CDATA sections, in which quotation marks mean nothing. */
function skipped(source: string, at: number): Tag | null {
  const closing = source.startsWith('<!--', at) ? '-->' : source.startsWith('<![CDATA[', at) ? ']]>' : null;
  if (closing === null) return null;
  const end = source.indexOf(closing, at + 4);
  return { end: end < 0 ? source.length : end, openQuote: null };
}

const NAME_START = /^[\p{L}_:]$/u;
const TAG_START = /^[\p{L}_:/]$/u;

function tagAt(source: string, at: number, find: Find): Tag {
  if (!NAME_START.test(source[at + 1] ?? '')) return { end: at + 1, openQuote: null };
  for (let i = at + 1; ; ) {
    const [quote, close, next] = [nextQuote(i, find), find('>', i), find('<', i)];
    if (quote >= Math.min(close, next)) return { end: Math.min(close, next), openQuote: null };
    const mark = source[quote] ?? '';
    const end = find(mark, quote + 1);
    if (close < next && end > next && TAG_START.test(source[next + 1] ?? ''))
      return { end: source[close - 1] === '/' ? close - 1 : close, openQuote: mark };
    i = end + 1;
  }
}

const nextQuote = (from: number, find: Find): number => Math.min(find('"', from), find("'", from));
