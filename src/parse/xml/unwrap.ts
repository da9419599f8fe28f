const SECTION = '<![CDATA[';
const SECTION_END = ']]>';

/**
 * HTML with what stands in CDATA sections, which it has none of: a parser takes them for comments, and leaves
 * out what their author wrote.
 */
export function withSectionsOpened(html: string): string {
  const parts: string[] = [];
  let from = 0;
  for (let at = html.indexOf(SECTION); at >= 0; at = html.indexOf(SECTION, from)) {
    const end = html.indexOf(SECTION_END, at);
    if (end < 0) break;
    parts.push(html.slice(from, at), html.slice(at + SECTION.length, end));
    from = end + SECTION_END.length;
  }
  return from === 0 ? html : parts.join('') + html.slice(from);
}

/** As it is, or escaped once more. */
const START = /\s*(?:<|&(?:lt|#0{0,4}60|#x0{0,4}3c);)!\[CDATA\[/iy;
const END = /\]\](?:>|&(?:gt|#0{0,4}62|#x0{0,4}3e);)/gi;

/**
 * A text that is one or more CDATA sections and nothing else, to the letter, escaped by who took the section
 * for the text: what stands in it. A text that only mentions one keeps it, and so does one whose section is
 * empty.
 */
export function withoutCdata(text: string): string {
  if (!/^\s*[<&]/.test(text)) return text;
  const sections: string[] = [];
  for (let at = 0; at < text.length; at = END.lastIndex) {
    START.lastIndex = at;
    if (!START.test(text)) {
      if (sections.length > 0 && text.slice(at).trim() === '') break;
      return text;
    }
    END.lastIndex = START.lastIndex;
    const end = END.exec(text);
    if (end === null) return text;
    sections.push(text.slice(START.lastIndex, end.index));
  }
  const inner = sections.join('');
  return inner.trim() === '' ? text : inner;
}
