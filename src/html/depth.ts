import { Parser } from 'htmlparser2';

/** Deeper, it is no markup that a person wrote. */
const MOST_OPEN = 1000;
/** Characters that the parser gets at once: the depth is looked at in between. */
const CHUNK = 8192;

/**
 * Whether elements are nested deeper than any author nests them. What reads markup searches the open elements
 * for every end tag, which takes hours over 12 MB of `<b>` and `</i>`, and what walks over a tree calls
 * itself at each level until the stack is full. The parser itself has to tell: to a pattern `</b>` is an end
 * within a comment or an attribute too, and behind `<b:c>`. Linear, since reading ends where it is too deep.
 */
export function isTooDeep(html: string): boolean {
  if (!hasTags(html, MOST_OPEN)) return false;
  let depth = 0;
  let deepest = 0;
  const parser = new Parser({
    onopentagname() {
      depth += 1;
      deepest = Math.max(deepest, depth);
    },
    onclosetag() {
      depth -= 1;
    },
  });
  for (let at = 0; at < html.length && deepest <= MOST_OPEN; at += CHUNK)
    parser.write(html.slice(at, at + CHUNK));
  return deepest > MOST_OPEN;
}

/** Whether there are more tags than that, at a glance: most posts have far fewer. */
function hasTags(html: string, most: number): boolean {
  let at = -1;
  for (let tags = 0; tags <= most; tags += 1) {
    at = html.indexOf('<', at + 1);
    if (at < 0) return false;
  }
  return true;
}
