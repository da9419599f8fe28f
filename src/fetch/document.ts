import type { HttpUrl } from '../model/values.js';
import { addressKey } from './location.js';
import type { Fetcher, FetchRequest, FetchResult, Traffic } from './result.js';

/** What whoever reads documents says of one. */
export interface Reading {
  /** It is what was wanted. */
  readonly usable: boolean;
  /** Where it says that it is now, or sends its readers on to. */
  readonly leadsTo: HttpUrl | null;
}

export interface FetchedDocument<R extends Reading> {
  readonly result: FetchResult;
  /** Of the document in `result`; null where that brings none. */
  readonly reading: R | null;
  /** All answers on the way, for what they say of their hosts. */
  readonly answers: readonly FetchResult[];
}

type Fresh = Extract<FetchResult, { kind: 'fresh' }>;

/**
 * Asks for a document, and where it says that it is elsewhere now, asks there, once: a move that is made in
 * the document itself, by authors who can't make their server redirect. As with a temporary redirect, the
 * next poll begins where this one did. A usable document counts where nothing better comes of following it.
 */
export async function fetchDocument<R extends Reading>(
  fetch: Fetcher,
  request: FetchRequest,
  read: (fresh: Fresh) => Promise<R>,
  signal: AbortSignal,
): Promise<FetchedDocument<R>> {
  const first = await fetch(request, signal);
  if (first.kind !== 'fresh') return { result: first, reading: null, answers: [first] };
  const reading = await read(first);
  const { leadsTo } = reading;
  const own = [request.url, first.url].map(addressKey);
  if (leadsTo === null || own.includes(addressKey(leadsTo)))
    return { result: first, reading, answers: [first] };
  const second = await fetch({ ...request, url: leadsTo, isLedTo: first.isInside !== true }, signal);
  const answers = [first, second];
  const traffic = sum(first.traffic, second.traffic);
  const here = { result: { ...first, traffic }, reading, answers };
  switch (second.kind) {
    case 'fresh': {
      const there = await read(second);
      if (!there.usable) return here;
      return { result: { ...second, movedTo: first.movedTo, traffic }, reading: there, answers };
    }
    case 'unchanged':
      return { result: { ...second, movedTo: first.movedTo, traffic }, reading: null, answers };
    case 'aborted':
      return { result: { ...second, traffic }, reading: null, answers };
    default:
      return reading.usable ? here : { result: vain(second, leadsTo, traffic), reading: null, answers };
  }
}

/**
 * What became of a document that only leads on to where nothing comes from; nothing there is gone for good.
 */
function vain(
  result: Extract<FetchResult, { kind: 'failed' | 'gone' | 'later' }>,
  leadsTo: HttpUrl,
  traffic: Traffic,
): FetchResult {
  if (result.kind === 'later') return { ...result, traffic };
  const gone = { reason: 'status', message: '410 from the server', status: 410 } as const;
  const { reason, message, status } = result.kind === 'gone' ? gone : result;
  const where = `${message}, at ${leadsTo}, where its document leads`;
  return { kind: 'failed', reason, message: where, status, reached: true, traffic };
}

const sum = (one: Traffic, other: Traffic): Traffic => ({
  requests: one.requests + other.requests,
  bytes: one.bytes + other.bytes,
});
