import type { HttpUrl, Instant, SourceKey } from '../model/values.js';
import { day } from '../model/words.js';
import type { Cause } from '../schedule/index.js';

/** A source as an event names it. */
export interface AboutSource {
  readonly source: SourceKey;
  /** What it was called by then. */
  readonly title: string;
}

/** What has happened to a source. */
export type SourceEvent = AboutSource & { readonly at: Instant } & (
    | {
        readonly kind: 'failing';
        readonly cause: Cause;
        /** The first of the polls that failed for this cause. */
        readonly since: Instant;
        readonly lastSuccess: Instant | null;
      }
    /** `since`: when what is over had begun, as its event says. */
    | { readonly kind: 'recovered'; readonly since: Instant }
    | { readonly kind: 'moved'; readonly from: HttpUrl; readonly to: HttpUrl }
    | { readonly kind: 'gone' }
    | {
        readonly kind: 'silent';
        /** Its newest post. */
        readonly since: Instant;
        /** How often it used to publish, in milliseconds; null where a single post is known. */
        readonly everyMs: number | null;
      }
  );

/** What can be wrong with a site as a whole. */
export const TROUBLE_KINDS = ['config', 'disk', 'lists', 'clock'] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** Something that the operator should know of: plain JSON. Each has one entry in the operator's feed. */
export type HealthEvent =
  | SourceEvent
  /** What has happened to more sources within an hour than have an event each. */
  | {
      readonly kind: 'more';
      readonly of: SourceEvent['kind'];
      /** `2026-01-01T10`. */
      readonly hour: string;
      /** Of the last one. */
      readonly at: Instant;
      readonly count: number;
      /** The first of them. */
      readonly sources: readonly AboutSource[];
    }
  | { readonly kind: 'trouble'; readonly of: TroubleKind; readonly at: Instant; readonly what: string }
  | {
      readonly kind: 'trouble-over';
      readonly of: TroubleKind;
      readonly at: Instant;
      readonly since: Instant;
    }
  /** Notices to a hub or webhook have been given up; the first of a day. */
  | {
      readonly kind: 'undelivered';
      readonly at: Instant;
      readonly place: string;
      /** What it said last, or what keeps it from being reached. */
      readonly message: string;
    }
  /** What `doctor` has done. */
  | { readonly kind: 'mended'; readonly at: Instant; readonly repairs: number; readonly posts: number };

/**
 * What tells an event from all others, for ever: the same for what has happened once, whoever finds it and
 * how often.
 */
export function nameOf(event: HealthEvent): string {
  switch (event.kind) {
    case 'failing':
    case 'recovered':
    case 'silent':
      return `${event.kind} ${event.source} ${event.since}`;
    case 'moved':
      return `moved ${event.source} ${event.to}`;
    case 'gone':
      return `gone ${event.source} ${event.at}`;
    case 'more':
      return `more ${event.of} ${event.hour}`;
    case 'trouble':
      return `trouble ${event.of} ${event.at}`;
    case 'trouble-over':
      return `trouble-over ${event.of} ${event.since}`;
    case 'undelivered':
      return `undelivered ${day(event.at)} ${event.place}`;
    default:
      return `mended ${event.at}`;
  }
}
