import type { HeldEdition } from './held-editions.js';

/**
 * The two files that make a folder ours: which files in it are tagwire's, so that nothing else is ever
 * removed, and what state of the site it holds. Apart, because the list is long and seldom changes. A web
 * server that hides dot files hides them.
 */
export const LIST_FILE = '.tagwire';
export const STATE_FILE = '.tagwire-state';
/** What is being rendered: there from before the first file is written until the state is noted. */
export const BEGUN_FILE = '.tagwire-begun';

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
  /** The edition that it holds, and those that it has held before. */
  readonly editions: readonly HeldEdition[];
  /** The stamp of the operator's own files that it holds; '' where there are none. */
  readonly statics: string;
}

/** What the folder was rendered from, and how far: a line for each edition, with what came with it. */
export function stateText(fingerprint: string, { editions, statics }: FolderState): string {
  const lines = [[fingerprint, statics], ...editions.map(({ name, parts }) => [name, ...parts])];
  return lines.map((words) => `${words.join(' ').trimEnd()}\n`).join('');
}

/** What `stateText` wrote; null where the folder was rendered from something else. */
export function readState(text: string, fingerprint: string): FolderState | null {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const [known, statics = ''] = head.split(' ');
  if (known !== fingerprint) return null;
  const editions = lines.map((line) => line.split(' ')).map(([name = '', ...parts]) => ({ name, parts }));
  return { editions, statics };
}

const EVERYTHING = '*';

/** What is being rendered. */
export const begunText = (parts: readonly string[] | 'everything'): string =>
  `${parts === 'everything' ? EVERYTHING : parts.join(' ')}\n`;

/** What `begunText` wrote. */
export function readBegun(text: string): readonly string[] | 'everything' {
  const parts = text.split(/[ \n]/).filter((part) => part !== '');
  return parts.includes(EVERYTHING) ? 'everything' : parts;
}
