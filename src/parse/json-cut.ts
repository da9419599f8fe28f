/**
 * A JSON document that was cut off within a list or behind it, without the member that was: closed behind the
 * list's last whole one. Null where there is none to end at. Linear, and no deeper than its brackets are
 * counted.
 */
export function withoutCutItem(text: string): string | null {
  const open: string[] = [];
  let end = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
    } else if (character === '{' || character === '[') {
      open.push(character);
    } else if (character === '}' || character === ']') {
      open.pop();
      // Of the feed's object, the list in it, and an item of that.
      if (open.length === 2 && open[1] === '[' && character === '}') end = at + 1;
    }
  }
  return open[0] === '{' && end > 0 ? `${text.slice(0, end)}]}` : null;
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return text.length;
}
