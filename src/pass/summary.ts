import type { FailureReason } from '../fetch/result.js';

/** What a pass did, in figures. Also the answer to `--json`, as it stands. */
export interface PassSummary {
  /** Sources that were asked. */
  readonly polled: number;
  /** Sources in feeds.json that are not disabled. */
  readonly sources: number;
  /** Of those that were not asked: how many were fine when they last were. */
  readonly resting: number;
  /** Posts that are published for the first time; one that several sources carry is one. */
  readonly new: NewsCount;
  /** Published posts that a source has changed. */
  readonly changed: NewsCount;
  /** Sources that answered and brought neither. */
  readonly unchanged: number;
  readonly failed: readonly FailedSource[];
  /** New and changed posts by the tags they were filed under. */
  readonly filed: { readonly posts: number; readonly tags: readonly TagCount[] };
  readonly files: { readonly written: number; readonly removed: number; readonly left: number };
  /** The folder that was published to, as the operator named it. */
  readonly out: string;
  /** Of bodies, as they came over the wire. */
  readonly bytes: number;
  readonly ms: number;
  /** It was stopped before all that was due had been asked. */
  readonly interrupted: boolean;
  /**
   * Our own network was down: of three hosts or more none was reached, and nothing is held against their
   * sources.
   */
  readonly offline: boolean;
}

export interface NewsCount {
  readonly posts: number;
  readonly sources: number;
}

interface TagCount {
  readonly slug: string;
  readonly posts: number;
}

export interface FailedSource {
  readonly url: string;
  /** The configured title, else the feed's, else the host. */
  readonly title: string;
  /** In words: "503 from the server". */
  readonly reason: string;
  readonly kind: FailureReason;
  /** Milliseconds until it is asked again; null where it never is. */
  readonly retryMs: number | null;
}
