import type { Feed } from '../model/feed.js';
import type { Unshown } from '../model/unshown.js';
import type { HttpUrl, Instant, SourceKey } from '../model/values.js';
import type { PollState } from '../schedule/index.js';

/** What a source's last feed said of itself. */
export interface FeedFacts
  extends Pick<Feed, 'format' | 'id' | 'title' | 'home' | 'language' | 'authors' | 'updated' | 'rhythm'> {
  /** The oldest and the newest date that its entries bore; null where none bore any. */
  readonly span: { readonly from: Instant; readonly to: Instant } | null;
  /** Its documents have broken off so far: the rest of the first is still to come. */
  readonly cut?: true;
  /** The hub that pushes its news, and the topic to subscribe to there; missing where it names none. */
  readonly push?: { readonly hub: HttpUrl; readonly topic: HttpUrl };
}

/** A source's state between passes. */
export interface SourceRecord {
  readonly key: SourceKey;
  /** As feeds.json has it, or had it last. */
  readonly url: HttpUrl;
  /** As it was first seen: the namespace of its `urn:uuid` ids. */
  readonly origin: HttpUrl;
  /** Addresses it was polled at before. */
  readonly former: readonly HttpUrl[];
  /** Its address is published nowhere, also when it has left feeds.json. */
  readonly private: boolean;
  readonly poll: PollState;
  /** Null until a feed has been read. */
  readonly feed: FeedFacts | null;
  /** Stored entries. */
  readonly entries: number;
  /** Of these, held back by `only`. */
  readonly withheld: number;
  /** Of these, what the site's feeds don't show, by reason; null where it has to be counted. */
  readonly unshown: Unshown | null;
  /** Published date of the oldest stored entry: tells when retention has something to do. */
  readonly oldest: Instant | null;
  /**
   * Fingerprint of what its entries were filed with and their posts made with; null where it has to be done.
   */
  readonly made: string | null;
  /** Fingerprint of what the published site shows of it; null where that has to be rendered. */
  readonly shown: string | null;
}
