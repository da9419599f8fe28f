import type { Config } from '../../../config/config.js';
import type { FeedFormat } from '../../../publish/feeds/format.js';
import { renderAskedAtFeed, renderAskedFeed, renderAskedPage } from '../../../publish/on-demand.js';
import type { AskedStream } from '../../../publish/site/view.js';
import type { StoreReader } from '../../../store/store.js';
import type { Answer, Request } from '../route.js';
import type { Body } from './desk.js';
import type { Edition } from './editions.js';

/** What an address asks for that is no file: an answer at once, or something to be made. */
export type Asked = { readonly kind: 'said'; readonly answer: Answer } | ToMake;

export interface ToMake {
  readonly kind: 'made';
  /** The same for the same bytes, as long as the edition is the same. */
  readonly key: string;
  /** A feed, a page, or a page at the address of a feed. */
  readonly form: 'page' | 'opened' | FeedFormat;
  /** Null where there turns out to be nothing. */
  make(store: StoreReader): Promise<Body | null>;
}

/**
 * A kind of address: null for all that are others' business, as the path and the configuration tell. What is
 * asked for is seen in the edition, which isn't read for requests of files; null where it has no such thing.
 */
export type AskedKind = (
  request: Request,
  path: string,
  config: Config,
) => ((edition: Edition) => Asked | null) | null;

/** Whether a browser is about to show what it asks for to a person (Fetch Metadata 2.1). */
export const isOpened = ({ headers }: Request): boolean => headers['sec-fetch-dest'] === 'document';

/**
 * A stream in the form that its address and the request ask for.
 * @param key which stream it is
 * @param format null for its page
 */
export function inForm(
  request: Request,
  { view }: Edition,
  key: string,
  format: FeedFormat | null,
  find: (store: StoreReader) => Promise<AskedStream>,
): ToMake {
  const made = (form: ToMake['form'], name: string, render: (asked: AskedStream) => Body): ToMake => ({
    kind: 'made',
    key: `${name} ${key}`,
    form,
    make: async (store) => render(await find(store)),
  });
  if (format === null) return made('page', 'page', (asked) => renderAskedPage(view, asked));
  return isOpened(request)
    ? made('opened', `opened.${format.extension}`, (asked) => renderAskedAtFeed(view, asked, format))
    : made(format, format.extension, (asked) => renderAskedFeed(view, asked, format));
}
