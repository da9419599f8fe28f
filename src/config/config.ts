import type { Field, HandFiling } from '../model/filing.js';
import type { HttpUrl } from '../model/values.js';

/**
 * feeds.json as the rest of the program sees it: checked, defaults filled in, durations in milliseconds,
 * sizes in bytes. Made by `readConfig()` only.
 */
export interface Config {
  /** The file it was read from, for messages. */
  readonly file: string;
  readonly site: Site;
  /** A cron expression of five or six fields. */
  readonly schedule: string;
  readonly timezone: string;
  readonly fetch: FetchSettings;
  readonly publish: PublishSettings;
  readonly only: readonly TermSpec[];
  readonly classify: ClassifySettings;
  /** What was learned, by term; added to what the rules say. */
  readonly lexicon: readonly LearnedTerm[];
  readonly groups: readonly Group[];
  /** In the order of the file: ties between sources go to the earlier. */
  readonly sources: readonly Source[];
  /** Lists of further sources, in the order of the file. */
  readonly lists: readonly ReadingList[];
  readonly tags: readonly Tag[];
  readonly bundles: readonly Bundle[];
  /** Who is told of new posts. */
  readonly notify: readonly Webhook[];
  /** Of filings.json, in its order; no two for one id or link. */
  readonly filings: readonly HandFiling[];
}

export interface Site {
  readonly title: string;
  /** Ends in a slash. */
  readonly url: HttpUrl;
  readonly description: string;
  /** BCP 47. */
  readonly language: string;
  readonly author: { readonly name: string; readonly url: HttpUrl | null } | null;
  readonly logo: string | null;
  readonly colors: { readonly accent: string | null; readonly accentDark: string | null };
  /** HTML lines of the operator, trusted. */
  readonly footer: string | null;
  readonly head: string | null;
}

export interface FetchSettings {
  readonly concurrency: number;
  readonly perHost: number;
  /** Between the beginnings of two requests to a host. */
  readonly gapMs: number;
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly contact: string;
  readonly interval: { readonly minMs: number; readonly maxMs: number };
  /** Private hosts, addresses and ranges that may be polled. */
  readonly allow: readonly string[];
  /** The most that a caching header counts. */
  readonly freshnessMs: number;
}

export interface PublishSettings {
  readonly limit: number;
  /** Characters. */
  readonly excerpt: number;
  readonly hub: HttpUrl | null;
  /** How often each tag's posts are gathered in one entry of a feed of their own. */
  readonly digest: readonly 'weekly'[];
  readonly retention: { readonly ageMs: number | null; readonly perSource: number | null };
}

/** Somebody who is told of each new post of a tag. */
export interface Webhook {
  /** A tag's slug. */
  readonly tag: string;
  /** As the file has them, `$NAME` for a variable: `fromEnvironment()` replaces those. */
  readonly url: string;
  readonly secret: string | null;
  /** What is sent: who is told understands it. */
  readonly as: WebhookKind;
}

export type WebhookKind = 'json' | 'slack' | 'discord' | 'matrix' | 'ntfy';

export interface ClassifySettings {
  readonly min: number;
  readonly title: number;
  readonly plurals: boolean;
}

/** Tags that compete. */
export interface Group {
  readonly slug: string;
  readonly title: string;
  readonly max: number;
  readonly keep: number;
  /** A tag's slug. */
  readonly default: string | null;
}

/** A list of feeds that somebody keeps; what it lists is polled. */
export interface ReadingList {
  /** As the file has it: the address of an OPML document, or its path from the folder of feeds.json. */
  readonly opml: string;
  /** Its address; null for a file. */
  readonly url: HttpUrl | null;
  readonly tags: readonly string[];
  readonly hints: readonly string[];
  readonly only: readonly TermSpec[] | null;
  /** Feeds that are taken of it. */
  readonly max: number;
  /** Its place among the sources of the file. */
  readonly place: number;
}

export interface Source {
  /** Verbatim from the file: what is asked for. */
  readonly url: HttpUrl;
  readonly title: string | null;
  readonly tags: readonly string[];
  readonly hints: readonly string[];
  /** Replaces the global `only`; null where the source has none of its own, `[]` lets all through. */
  readonly only: readonly TermSpec[] | null;
  readonly full: boolean;
  readonly intervalMs: number | null;
  readonly first: number;
  /** Its address is published nowhere. */
  readonly private: boolean;
  readonly disabled: boolean;
  /** Null for tagwire's own. */
  readonly userAgent: string | null;
  /** As the file has them, `$NAME` for a variable: `fromEnvironment()` replaces those. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its place among the sources of the file, or that of the list that it is from. */
  readonly place: number;
  /** The `opml` of the list that it is from; null for a source that the file has itself. */
  readonly list: string | null;
  /** A list from outside names its address: private ones that the operator has let in are not for it. */
  readonly isLedTo: boolean;
}

export interface Tag {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly group: string | null;
  readonly match: readonly TermSpec[];
  readonly hint: readonly TermSpec[];
  readonly against: readonly TermSpec[];
  readonly except: readonly TermSpec[];
  readonly ignore: readonly TermSpec[];
  readonly implies: readonly string[];
  readonly aliases: readonly string[];
  readonly plurals: boolean | null;
  readonly min: number | null;
  readonly tests: readonly RuleTest[];
}

/** A word of the lexicon, and what it says for tags. */
export interface LearnedTerm {
  /** A phrase; each once, as the file has it. */
  readonly term: string;
  /** By the slug of the tag; below zero where the word speaks against it. */
  readonly weights: readonly { readonly tag: string; readonly weight: number }[];
}

/** A term as the file has it: `[field:][case:]words`, or a combination. */
export type TermSpec = string | TermObject;

export interface TermObject {
  readonly any?: readonly TermSpec[] | undefined;
  readonly all?: readonly TermSpec[] | undefined;
  readonly not?: readonly TermSpec[] | undefined;
  readonly in?: readonly Field[] | undefined;
  readonly weight?: number | undefined;
}

/** What a rule's author expects of it. */
export interface RuleTest {
  readonly title: string | null;
  readonly text: string;
  readonly is: boolean;
}

/**
 * A feed over a combination of tags: at least one of `any` (if any are named), all of `all`, none of `none`.
 */
export interface Bundle {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly any: readonly string[];
  readonly all: readonly string[];
  readonly none: readonly string[];
}
