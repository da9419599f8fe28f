import { z } from 'zod';
import { type HttpUrl, httpUrl, type Instant } from '../../model/values.js';
import { parseDate } from '../../parse/dates/dates.js';
import type { SourceRecord } from '../../sources/record.js';

/**
 * What an export says beyond JSON Feed, under `_tagwire` in the document and in each item, so that an import
 * of it gives the same database again. Anything else than what we wrote ourselves counts as not there.
 */

const url = z
  .string()
  .refine((text): text is HttpUrl => httpUrl(text) !== null)
  .transform((text) => text as HttpUrl);
const instant = z
  .string()
  .refine((text) => parseDate(text) === text)
  .transform((text) => text as Instant);
const text = z.string().nullable();

const person = z.object({ name: z.string().min(1), url: url.nullable() });

const snapshot = z.object({
  id: z.string().min(1),
  title: z.string(),
  updated: instant,
  home: url.nullable(),
  feed: url.nullable(),
});

const facts = z.object({
  format: z.string(),
  id: text,
  title: text,
  home: url.nullable(),
  language: text,
  authors: z.array(person),
  updated: instant.nullable(),
  rhythm: z.object({
    ttlMinutes: z.number().nullable(),
    updateEveryMs: z.number().nullable(),
    skipHours: z.array(z.number()),
    skipDays: z.array(z.number()),
  }),
  span: z.object({ from: instant, to: instant }).nullable().default(null),
});

const source = z.object({
  url,
  origin: url,
  former: z.array(url),
  private: z.boolean(),
  feed: facts.nullable(),
});

const item = z.object({
  source: z.string(),
  ids: z.array(z.string()).min(1),
  seen: instant,
  order: z.number().default(0),
  summary: text,
  categories: z.array(z.string()),
  enclosures: z.array(
    z.object({
      url,
      type: text,
      length: z.number().nullable(),
      title: text,
      duration: z.number().nullable(),
    }),
  ),
  from: snapshot,
  kept: z.boolean(),
  held: z.boolean(),
  news: instant.optional(),
  copies: z.array(z.record(z.string(), z.unknown())),
});

/** An exported source: all but how it is polled. */
export type SourceExtras = Pick<SourceRecord, 'url' | 'origin' | 'former' | 'private' | 'feed'>;
export type ItemExtras = z.infer<typeof item>;

/** The sources of an export by their keys there; empty for other documents. */
export function readSources(extras: unknown): ReadonlyMap<string, SourceExtras> {
  const read = z.object({ sources: z.record(z.string(), source) }).safeParse(extras);
  return new Map(read.success ? Object.entries(read.data.sources) : []);
}

/** What an export says of an item; null for other items. */
export function readItemExtras(extras: unknown): ItemExtras | null {
  const read = item.safeParse(extras);
  return read.success ? read.data : null;
}
