import path from 'node:path';
import type { Low } from 'lowdb';
import { DATA_VERSION, isRecord, type Kind, openDocument, type Versioned } from './document.js';

/** `removed.json`: keys of identities and canonical links that the operator never wants to see again. */
export interface BuriedFile extends Versioned {
  /** Key → what it was, for people. */
  identities: Record<string, string>;
  links: Record<string, string>;
}

export const BURIED_FILE: Kind<BuriedFile> = {
  check: (data) => isRecord(data['identities']) && isRecord(data['links']),
  empty: () => ({ version: DATA_VERSION, identities: {}, links: {} }),
};

export const openBuried = (folder: string): Low<BuriedFile> =>
  openDocument(path.join(folder, 'removed.json'), BURIED_FILE);
