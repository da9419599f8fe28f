import type { Document } from '../json/document.js';
import { select } from '../json/select.js';

/** Why a text can't name files that feeds.json includes; null where it can. */
export function patternFault(
  pattern: string,
): { readonly message: string; readonly help: string | null } | null {
  const segments = pattern.split('/');
  if (pattern.includes('\\')) return { message: 'a backslash in a pattern', help: 'write / between folders' };
  if (pattern.startsWith('/') || /^[a-z]:/i.test(pattern) || segments.includes('..'))
    return {
      message: 'a path that leads out of the folder of feeds.json',
      help: 'keep parts in it or below',
    };
  if (pattern.trim() !== '' && segments.includes(''))
    return { message: 'a path with a slash too many', help: 'write "sources/*.json"' };
  return null;
}

/** The patterns of a file that may be broken in any other way; null for one that is no pattern. */
export const patternsOf = ({ json: { root } }: Document): readonly (string | null)[] =>
  (root === null ? [] : select(root, ['include', '[]'])).map(({ node }) =>
    node.kind === 'scalar' && typeof node.value === 'string' && patternFault(node.value) === null
      ? node.value
      : null,
  );

/** The lexicon that a file names, as a path below its folder; null for what is no such path. */
export function lexiconOf({ json: { root } }: Document): string | null {
  const node = root === null ? undefined : select(root, ['lexicon'])[0]?.node;
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || patternFault(node.value) !== null)
    return null;
  return stepsOf(node.value).join('/') || null;
}

/** The steps of a pattern, or of a path below the folder of feeds.json. */
export const stepsOf = (path: string): readonly string[] => path.split('/').filter((step) => step !== '.');

export const isWild = (step: string): boolean => step.includes('*') || step.includes('?');

/** Whether a path below the folder of feeds.json is one that the pattern names. */
export function matchesPath(pattern: string, path: string): boolean {
  const wanted = stepsOf(pattern);
  const steps = stepsOf(path);
  return wanted.length === steps.length && wanted.every((step, at) => matchesName(step, steps[at] ?? ''));
}

/**
 * Whether a name is one that the step of a pattern stands for: `*` is any run of characters, `?` is any one.
 * As in a shell, neither is a dot at the beginning.
 */
export function matchesName(step: string, name: string): boolean {
  if (name.startsWith('.') && !step.startsWith('.')) return false;
  let at = 0;
  let read = 0;
  let star = -1;
  let from = 0;
  while (read < name.length) {
    if (step[at] === '*') {
      star = at++;
      from = read;
    } else if (at < step.length && (step[at] === '?' || step[at] === name[read])) {
      at++;
      read++;
    } else if (star >= 0) {
      at = star + 1; // the star takes one character more
      read = ++from;
    } else return false;
  }
  while (step[at] === '*') at++;
  return at === step.length;
}
