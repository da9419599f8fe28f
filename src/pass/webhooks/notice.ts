import type { Sending } from '../../fetch/result.js';
import type { HttpUrl, Instant } from '../../model/values.js';
import type { EntryRecord } from '../../publish/feeds/record.js';

/** What a webhook is told: that a tag has a new post. */
export interface Notice {
  /** The same at each try. */
  readonly id: string;
  /** When it is sent. */
  readonly at: Instant;
  readonly site: { readonly title: string; readonly url: HttpUrl };
  readonly tag: { readonly slug: string; readonly title: string; readonly page: string };
  /** Cleaned, as feeds have it. */
  readonly entry: EntryRecord;
}

/** Where it goes, and with which secret. */
export interface Destination {
  readonly url: HttpUrl;
  readonly secret: string | null;
}

/** Makes a request of a notice, in the form that a service takes. Pure. */
export type NoticeFormat = (notice: Notice, to: Destination) => Omit<Sending, 'isLedTo'>;

export const JSON_TYPE = 'application/json';

/** What proves that we may post, for services that want a token. */
export const bearer = ({ secret }: Destination): Pick<Sending, 'headers'> =>
  secret === null ? {} : { headers: { Authorization: `Bearer ${secret}` } };

/** `Ann, Blog of Ann`: who wrote it, and where, once where both are the same. */
export const creditOf = ({ authors, source }: EntryRecord): string =>
  [...new Set([...authors.slice(0, 3).map(({ name }) => name), source.title])].join(', ');
