import path from 'node:path';
import type { Low } from 'lowdb';
import type { Entry } from '../../model/entry.js';
import type { Lookup } from '../../model/identity.js';
import { identityKey, linkKey } from '../../model/identity.js';
import { DATA_VERSION, isRecord, type Kind, openDocument, type Versioned } from './document.js';

/** `removed.json`: identities and canonical links that the operator never wants to see again. */
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

/** What has been removed for good. */
export class Buried {
  private constructor(private readonly low: Low<BuriedFile>) {}

  static async open(folder: string): Promise<Buried> {
    const low = openBuried(folder);
    await low.read();
    return new Buried(low);
  }

  has({ identity, link }: Lookup): boolean {
    const { identities, links } = this.low.data;
    return Object.hasOwn(identities, identity) || (link !== null && Object.hasOwn(links, link));
  }

  /** Durable at once. */
  async add(entries: Iterable<Pick<Entry, 'id' | 'ids' | 'url'>>): Promise<void> {
    const { identities, links } = this.low.data;
    for (const entry of entries) {
      for (const id of [...entry.ids, entry.id]) identities[identityKey(id)] = id;
      if (entry.url !== null) links[linkKey(entry.url)] = entry.url;
    }
    await this.low.write();
  }
}
