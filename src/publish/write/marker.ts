/**
 * The two files that make a folder ours: which files in it are tagwire's, so that nothing else is ever
 * removed, and what state of the site it holds. Apart, because the list is long and seldom changes. A web
 * server that hides dot files hides them.
 */
export const LIST_FILE = '.tagwire';
export const STATE_FILE = '.tagwire-state';

const HEAD =
  '# Written by tagwire: the files below are its own. Without this file everything is rendered again.';

export const listText = (paths: Iterable<string>): string => `${[HEAD, ...[...paths].sort()].join('\n')}\n`;

/** Null where the text is no such list. */
export function readList(text: string): readonly string[] | null {
  const [head, ...paths] = text.trimEnd().split('\n');
  return head === HEAD ? paths : null;
}

/** What the folder was rendered from, and how far. */
export const stateText = (fingerprint: string, edition: number): string => `${fingerprint} ${edition}\n`;

/** The edition in the text of a state; null where it was rendered from something else. */
export function editionIn(text: string, fingerprint: string): number | null {
  const [known, edition] = text.trimEnd().split(' ');
  return known === fingerprint && edition !== undefined ? Number(edition) : null;
}
