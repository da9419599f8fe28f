import { UserError } from '../../../model/errors.js';
import { contentSecurityPolicy } from '../../../publish/pages/csp.js';
import { openStoreReader } from '../../../store/index.js';
import type { StoreReader } from '../../../store/store.js';
import type { Log } from '../../../terminal/log.js';
import { seldom } from '../../seldom.js';
import { fileHeaders, METHODS, PREFLIGHT } from '../headers.js';
import { mediaType } from '../media-type.js';
import { type Answer, isRead, notAllowed, type Request, type Route, text } from '../route.js';
import { conditional, represented } from '../site/site-route.js';
import type { Snapshot } from '../site/snapshot.js';
import type { AskedKind, ToMake } from './asked.js';
import { combinations } from './combinations.js';
import { createDesk } from './desk.js';
import { createEditions, type Edition, type EditionOptions } from './editions.js';
import { openedFeeds } from './opened-feeds.js';
import { searches } from './searches.js';

interface AskedOptions extends EditionOptions {
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Feeds that are made when they are asked for, and pages of feeds that people open. */
export interface AskedFeeds {
  readonly route: Route;
  close(): Promise<void>;
}

/**
 * `/tags/ffi+unsafe.atom`, `/search.atom?q=…` and their pages; and the page of a feed, for a browser that
 * opens it to show it (`Sec-Fetch-Dest: document`). It is asked before the published files, which answer all
 * else.
 */
export function askedFeeds(options: AskedOptions): AskedFeeds {
  const editions = createEditions(options);
  const desk = createDesk();
  const tell = seldom((line) => options.log.error(line), options.now);
  let reader: Promise<StoreReader> | null = null;
  const store = (): Promise<StoreReader> => {
    reader ??= openStoreReader(options.data).catch((error: unknown) => {
      reader = null; // it may be readable the next time
      throw error;
    });
    return reader;
  };

  async function made(asked: ToMake, request: Request, edition: Edition): Promise<Answer | null> {
    const snapshot = await desk.answer(asked.key, edition, async () => asked.make(await store()));
    if (snapshot === 'busy') return BUSY;
    return snapshot && answerOf(asked.form, snapshot, request, edition);
  }

  async function answer(kinds: readonly AskedKind[], request: Request): Promise<Answer | null> {
    const { path } = request;
    const { config } = options.site();
    const whatIn = path === null ? null : firstOf(kinds, (kind) => kind(request, path, config));
    const edition = whatIn && (await editions());
    if (edition === null) return null;
    const asked = whatIn?.(edition) ?? null;
    if (asked === null) return null;
    if (request.method === 'OPTIONS') return { status: 204, headers: PREFLIGHT, body: null };
    if (!isRead(request)) return notAllowed('Only GET and HEAD are answered here.', METHODS);
    return asked.kind === 'said' ? asked.answer : made(asked, request, edition);
  }

  /** What has been published is served whatever becomes of the database: as a feed, then. */
  async function opened(request: Request): Promise<Answer | null> {
    try {
      return await answer([openedFeeds], request);
    } catch (error) {
      tell(`feeds are served as they are: ${messageOf(error)}`);
      return null;
    }
  }

  /** What has to be made of the database waits for it. */
  async function askedFor(request: Request): Promise<Answer | null> {
    try {
      return await answer([combinations, searches], request);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      tell(`combinations and searches are not answered: ${error.message}`);
      return AWAY;
    }
  }

  return {
    route: async (request) => (await askedFor(request)) ?? opened(request),
    async close() {
      await (await reader?.catch(() => null))?.close();
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function firstOf<T, R>(list: readonly T[], answer: (one: T) => R | null): R | null {
  for (const one of list) {
    const found = answer(one);
    if (found !== null) return found;
  }
  return null;
}

const BUSY = text(503, 'Too many ask for feeds that have to be made; try again in a moment.', {
  'Retry-After': '10',
  'Cache-Control': 'no-store',
});

const AWAY = text(503, 'This can’t be made just now; try again in a minute.', {
  'Retry-After': '60',
  'Cache-Control': 'no-store',
});

async function answerOf(
  form: ToMake['form'],
  snapshot: Snapshot,
  request: Request,
  { context }: Edition,
): Promise<Answer> {
  const type = mediaType(typeof form === 'string' ? 'index.html' : `feed.${form.extension}`);
  const pagePolicy = contentSecurityPolicy(context.config.site);
  const headers = fileHeaders(type, { versioned: false, pagePolicy, link: null }); // no hub is told of these
  const answer = await represented(200, type, headers, snapshot, request);
  if (form !== 'opened') return conditional(answer, request);
  // No cache may hand the page to a reader that asks for the feed, whatever it thinks of `Vary`.
  const { ETag: _etag, 'Last-Modified': _modified, ...rest } = answer.headers;
  return {
    ...answer,
    headers: { ...rest, 'Cache-Control': 'no-store', Vary: 'Accept-Encoding, Sec-Fetch-Dest' },
  };
}
