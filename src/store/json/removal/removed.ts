import path from 'node:path';
import type { Low } from 'lowdb';
import type { Entry } from '../../../model/entry.js';
import type { Lookup } from '../../../model/identity.js';
import { identityKey, linkKey } from '../../../model/identity.js';
import { DATA_VERSION, type Kind, openDocument, type Versioned } from '../document.js';
import { isRecordOf, isText } from '../shapes.js';

/** `removed.json`: identities and canonical links that the operator never wants to see again. */
export interface RemovedFile extends Versioned {
  /** Key → what it was, for people. */
  identities: Record<string, string>;
  links: Record<string, string>;
}

export const REMOVED_FILE: Kind<RemovedFile> = {
  check: (data) => isRecordOf(data['identities'], isText) && isRecordOf(data['links'], isText),
  empty: () => ({ version: DATA_VERSION, identities: {}, links: {} }),
};

/** The same as it was when it was removed. */
interface RemovedWords {
  readonly ids: readonly string[];
  readonly links: readonly string[];
}

export const openRemoved = (folder: string): Low<RemovedFile> =>
  openDocument(path.join(folder, 'removed.json'), REMOVED_FILE);

/** What has been removed for good. */
export class Removed {
  private constructor(private readonly low: Low<RemovedFile>) {}

  static async open(folder: string): Promise<Removed> {
    const low = openRemoved(folder);
    await low.read();
    return new Removed(low);
  }

  has({ identity, link }: Lookup): boolean {
    const { identities, links } = this.low.data;
    return Object.hasOwn(identities, identity) || (link !== null && Object.hasOwn(links, link));
  }

  /** All that is remembered. */
  get all(): RemovedWords {
    const { identities, links } = this.low.data;
    return { ids: Object.values(identities), links: Object.values(links) };
  }

  /** Ids and links of entries, as far as they are not remembered. */
  newOf(entries: readonly Pick<Entry, 'id' | 'ids' | 'url'>[]): RemovedWords {
    const { identities, links } = this.low.data;
    const ids = new Set(entries.flatMap((entry) => [...entry.ids, entry.id]));
    const urls = new Set(entries.flatMap(({ url }) => url ?? []));
    return {
      ids: [...ids].filter((id) => !Object.hasOwn(identities, identityKey(id))),
      links: [...urls].filter((url) => !Object.hasOwn(links, linkKey(url))),
    };
  }

  /** Durable at once. */
  async remember({ ids, links }: RemovedWords): Promise<void> {
    if (ids.length + links.length === 0) return;
    const { data } = this.low;
    for (const id of ids) data.identities[identityKey(id)] = id;
    for (const link of links) data.links[linkKey(link)] = link;
    await this.low.write();
  }

  /** Durable at once. */
  async forget({ ids, links }: RemovedWords): Promise<void> {
    if (ids.length + links.length === 0) return;
    const { data } = this.low;
    for (const id of ids) delete data.identities[identityKey(id)];
    for (const link of links) delete data.links[linkKey(link)];
    await this.low.write();
  }
}
