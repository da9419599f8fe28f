/**
 * The file that makes a folder ours: what state of the site it holds, and which files are tagwire's, so that
 * nothing else is ever removed.
 */
export interface Marker {
  /** What the whole folder was last rendered from; the store's word for it. */
  readonly state: string;
  readonly paths: Iterable<string>;
}

/** In the root of the folder; a web server that hides dot files hides it. */
export const MARKER_FILE = '.tagwire';

const HEAD =
  '# Written by tagwire: the files below are its own. Without this file everything is rendered again.';
const STATE = 'state ';

export const markerText = ({ state, paths }: Marker): string =>
  `${[HEAD, `${STATE}${state}`, ...[...paths].sort()].join('\n')}\n`;

/** Null where the text is not a marker. */
export function readMarker(text: string): Marker | null {
  const [head, state, ...paths] = text.trimEnd().split('\n');
  if (head !== HEAD || !state?.startsWith(STATE)) return null;
  return { state: state.slice(STATE.length), paths };
}
