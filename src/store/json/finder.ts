import type { Entry, EntryRef } from '../../model/entry.js';
import type { Lookup } from '../../model/identity.js';
import { identitiesOf, identityKey, linkKey, linkOf } from '../../model/identity.js';
import type { SourceKey } from '../../model/values.js';
import { knownOf } from '../find.js';
import type { Known, OwnedEntry } from '../store.js';
import type { EntryIndex, Location } from './index/entry-index.js';
import type { OpenSources } from './open-sources.js';
import type { Removed } from './removal/removed.js';

/** Looks entries up: the index says where they may stand, the source's files what they are. */
export class Finder {
  constructor(
    private readonly index: EntryIndex,
    private readonly sources: OpenSources,
    private readonly removed: Removed,
  ) {}

  async find(source: SourceKey, lookups: readonly Lookup[]): Promise<readonly Known[]> {
    const known: Known[] = [];
    for (const lookup of lookups) {
      const found = await knownOf(source, lookup, this.index, (at) => this.read(at));
      known.push({ ...found, removed: this.removed.has(lookup) });
    }
    return known;
  }

  async entry(ref: EntryRef): Promise<Entry | null> {
    const at = await this.locate(ref);
    return at === null ? null : this.read(at);
  }

  async search(text: string): Promise<readonly OwnedEntry[]> {
    const identity = identityKey(text);
    const link = linkKey(text);
    const places = [...(await this.index.byIdentity(identity)), ...(await this.index.byLink(link))];
    const found = new Map<string, OwnedEntry>();
    for (const at of places) {
      const entry = await this.read(at);
      const isMeant = entry !== null && (linkOf(entry) === link || identitiesOf(entry).includes(identity));
      if (isMeant) found.set(`${at.source} ${at.key}`, { source: at.source, entry });
    }
    return [...found.values()];
  }

  /** The key of an entry is that of the first identity it had, under which the index has it for ever. */
  async locate({ source, key }: EntryRef): Promise<Location | null> {
    const places = await this.index.byIdentity(key);
    return places.find((at) => at.source === source && at.key === key) ?? null;
  }

  private async read(at: Location): Promise<Entry | null> {
    return (await this.sources.open(at.source)).entry(at.key, at.shard);
  }
}
