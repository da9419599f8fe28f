/** What is wrong in a text that is no JSON, in words. */
interface Explanation {
  readonly message: string;
  readonly help: string | null;
}

/** The object or array that the fault stands in. */
interface Enclosing {
  readonly kind: 'object' | 'array';
  readonly line: number;
}

/** Words that other languages write where JSON has its own. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    True: 'true',
    TRUE: 'true',
    False: 'false',
    FALSE: 'false',
    None: 'null',
    NULL: 'null',
    nil: 'null',
    undefined: 'null',
  }),
);

/**
 * Turns a parser's error code (its name in jsonc-parser) and the text it stumbled over into an explanation.
 */
export function explainFault(code: string, found: string, within: Enclosing | null): Explanation {
  if (found === '') return endOfText(within);
  switch (code) {
    case 'UnexpectedEndOfString':
      return { message: 'a string without its closing quote', help: null };
    case 'UnexpectedEndOfComment':
      return { message: 'a comment without its end', help: 'close it with */' };
    case 'UnexpectedEndOfNumber':
      return { message: `${clip(found)} is no number`, help: null };
    case 'InvalidCharacter':
      return {
        message: 'a control character inside a string',
        help: 'write \\n for a new line, \\t for a tab',
      };
    case 'InvalidEscapeCharacter':
    case 'InvalidUnicode':
      return { message: 'an escape that JSON does not have', help: 'a backslash is written \\\\' };
    case 'CommaExpected':
      return /^[\]}]/.test(found)
        ? { message: `${clip(found)} closes nothing that is open`, help: openedIn(within) }
        : { message: `a comma is missing before ${clip(found)}`, help: null };
    case 'ColonExpected':
      return { message: `a colon is missing before ${clip(found)}`, help: null };
    case 'EndOfFileExpected':
      return { message: `${clip(found)} stands after the end of the configuration`, help: null };
    default:
      return unexpected(found, within);
  }
}

function unexpected(found: string, within: Enclosing | null): Explanation {
  const word = OTHER_WORDS.get(found);
  if (found.startsWith("'")) {
    return { message: `${clip(found)} stands in single quotes`, help: 'JSON has double quotes only' };
  }
  if (found === ',') return { message: 'a comma too many', help: null };
  if (word !== undefined) return { message: `${found} is no JSON`, help: `write ${word}` };
  if (/^(?:<<<<<<<|=======|>>>>>>>)/.test(found)) {
    return { message: 'a merge conflict was left in the file', help: null };
  }
  if (within === null) return { message: `expected an object { … }, found ${clip(found)}`, help: null };
  const expected = within.kind === 'object' ? 'a key or a value' : 'a value';
  return {
    message: `expected ${expected}, found ${clip(found)}`,
    help: 'keys and text stand in double quotes',
  };
}

function endOfText(within: Enclosing | null): Explanation {
  if (within === null) return { message: 'the file is empty', help: null };
  return { message: 'the file ends too early', help: openedIn(within) };
}

function openedIn(within: Enclosing | null): string | null {
  if (within === null) return null;
  return within.kind === 'object'
    ? `the object that begins in line ${within.line} lacks its }`
    : `the list that begins in line ${within.line} lacks its ]`;
}

/** Garbage is quoted in part only. */
function clip(found: string): string {
  const shown = found.length > 40 ? `${found.slice(0, 39)}…` : found;
  return shown.replace(/[\p{C}\p{Z}]+/gu, ' ');
}
