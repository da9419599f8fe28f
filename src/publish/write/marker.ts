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

/** How far a folder has come. */
export interface FolderState {
  /** The edition that it holds. */
  readonly edition: number;
  /** The stamp of the operator's own files that it holds; '' where there are none. */
  readonly statics: string;
}

/** What the folder was rendered from, and how far. */
export const stateText = (fingerprint: string, { edition, statics }: FolderState): string =>
  `${[fingerprint, edition, statics].join(' ').trimEnd()}\n`;

/** What `stateText` wrote; null where the folder was rendered from something else. */
export function readState(text: string, fingerprint: string): FolderState | null {
  const [known, edition, statics = ''] = text.trimEnd().split(' ');
  return known === fingerprint && edition !== undefined ? { edition: Number(edition), statics } : null;
}
