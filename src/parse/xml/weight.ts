/**
 * What a document would cost its reader. `bulky`: a comment, tag or text of a megabyte, most of which the
 * reader puts together character by character, at 32 bytes each; 11 MB of comment took 520 MB. `too-large`:
 * more markup than any feed has.
 */
export type Weight = 'usual' | 'bulky' | 'too-large';

const BULKY = 1024 * 1024;
/** The densest feed of 12 MB has a tag every 30 bytes. */
const MOST_TAGS = 3_000_000;
/** Each costs about 70 bytes of memory, an array within an array. */
const MOST_JSON_VALUES = 1_000_000;

/** Of XML or anything that resembles it. */
export function weightOf(body: string): Weight {
  if (body.length < BULKY) return 'usual';
  let isBulky = false;
  let tags = 0;
  for (let at = body.indexOf('<'); at >= 0; tags += 1) {
    if (tags === MOST_TAGS) return 'too-large';
    const isComment = body.startsWith('<!--', at);
    const end = isComment ? body.indexOf('-->', at + 4) : body.indexOf('<', at + 1);
    isBulky ||= (end < 0 ? body.length : end) - at > BULKY;
    at = isComment && end >= 0 ? body.indexOf('<', end) : end;
  }
  return isBulky ? 'bulky' : 'usual';
}

const COMMENT_OR_CDATA = /<!(?:--[\s\S]*?(?:-->|$)|\[CDATA\[[\s\S]*?(?:\]\]>|$))/g;

/**
 * Whether a declaration stands among the elements, where XML allows none. The reader takes a time that grows
 * with the square of its length: 40 KB of `<!aaaa` took 6.6 s, a megabyte over an hour.
 */
export const hasDeclaration = (body: string): boolean => body.replace(COMMENT_OR_CDATA, '').includes('<!');

/** Whether JSON has more objects and arrays than a feed is made of, in its texts included. */
export function isTooLargeJson(text: string): boolean {
  if (text.length < BULKY) return false;
  let values = 0;
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) {
      values += 1;
      if (values > MOST_JSON_VALUES) return true;
    }
  }
  return false;
}
