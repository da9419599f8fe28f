import path from 'node:path';
import type { Low } from 'lowdb';
import type { Subscription } from '../../schedule/index.js';
import { DATA_VERSION, isRecord, type Kind, openDocument, type Versioned } from './document.js';
import { isRecordOf, isText } from './shapes.js';

/** `subscriptions.json`: to hubs, by their ids, with what they sign with. */
interface SubscriptionsFile extends Versioned {
  subscriptions: Record<string, Omit<Subscription, 'id'>>;
}

export const SUBSCRIPTIONS_FILE: Kind<SubscriptionsFile> = {
  check: ({ subscriptions }) => isRecordOf(subscriptions, isOne),
  empty: () => ({ version: DATA_VERSION, subscriptions: {} }),
};

const isOne = (value: unknown): boolean =>
  isRecord(value) &&
  ['secret', 'source', 'hub', 'topic', 'callback', 'wants', 'next'].every((name) => isText(value[name]));

/** Subscriptions to hubs. */
export class Subscriptions {
  private constructor(private readonly low: Low<SubscriptionsFile>) {}

  static async open(folder: string): Promise<Subscriptions> {
    const low = openDocument(path.join(folder, 'subscriptions.json'), SUBSCRIPTIONS_FILE);
    await low.read();
    return new Subscriptions(low);
  }

  get all(): readonly Subscription[] {
    return Object.entries(this.low.data.subscriptions).map(([id, rest]) => ({ id, ...rest }));
  }

  /** Durable at once. */
  async change(changes: ReadonlyMap<string, Subscription | null>): Promise<void> {
    if (changes.size === 0) return;
    const { subscriptions } = this.low.data;
    for (const [id, one] of changes) {
      if (one === null) {
        delete subscriptions[id];
      } else {
        const { id: _id, ...rest } = one;
        subscriptions[id] = rest;
      }
    }
    await this.low.write();
  }
}
