/** One or more CDATA sections and nothing else. */
const START = '<![CDATA[';
const END = ']]>';

/**
 * A text that is a CDATA section to the letter, escaped by who took the section for the text: what stands in
 * it. A text that only mentions one keeps it, and so does one whose section is empty.
 */
export function withoutCdata(text: string): string {
  if (!/^\s*</.test(text)) return text;
  const plain = text.trim();
  if (!startsWithCdata(plain) || !plain.endsWith(END)) return text;
  const sections: string[] = [];
  for (let at = 0; at < plain.length; ) {
    const end = plain.indexOf(END, at + START.length);
    if (end < 0 || !startsWithCdata(plain.slice(at, at + START.length))) return text;
    sections.push(plain.slice(at + START.length, end));
    at = end + END.length;
    while (at < plain.length && plain[at]?.trim() === '') at += 1;
  }
  const inner = sections.join('');
  return inner.trim() === '' ? text : inner;
}

const startsWithCdata = (text: string): boolean =>
  text[0] === '<' && text.slice(0, START.length).toUpperCase() === START;
