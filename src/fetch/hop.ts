import { Client, errors } from 'undici';
import type { HttpUrl } from '../model/values.js';
import { type Body, type BodyLimits, readBody, tooLarge } from './body.js';
import type { ConnectSettings, Watch } from './connect.js';
import { failureOf, type Stage } from './errors.js';
import { FetchFailure, seconds } from './failure.js';
import { type ResponseHeaders, responseHeaders } from './headers.js';
import type { HttpProxy } from './proxy.js';
import { routeTo } from './route.js';
import { refusedByProxy } from './tunnel.js';

export interface HopSettings extends ConnectSettings {
  readonly headersTimeoutMs: number;
  readonly limits: BodyLimits;
}

/** Who follows a request; the reason of its signal is what is thrown when that ends it. */
export interface HopWatch extends Omit<Watch, 'onReset'> {
  /** Told of each piece of body as it came over the wire. */
  onBytes(count: number): void;
  /** See `FetchRequest`. */
  mayDecode(): Promise<void>;
}

/** What a request does: asks for a document, or hands one over, whose answer is its status. */
export type Errand =
  | { readonly method: 'GET' }
  | { readonly method: 'POST' | 'PUT'; readonly body: string | Buffer };

/** The answer to one request; redirects are answers too. */
export interface Answer {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** Null where it is not wanted, which goes by errand and status: it is then not read. */
  readonly body: Body | null;
}

/** As much as Node's own client is ready to take, four times over. */
const MAX_HEADER_BYTES = 64 * 1024;

/**
 * One request on a connection of its own. Feeds are mostly alone on their host, and a kept connection that
 * its server closes just as it is used again is a failure that nobody deserved.
 * @throws FetchFailure
 */
export async function hop(
  url: HttpUrl,
  errand: Errand,
  headers: readonly string[],
  proxy: HttpProxy | null,
  settings: HopSettings,
  watch: HopWatch,
): Promise<Answer> {
  const { signal } = watch;
  const route = routeTo(url, proxy);
  const resets: Error[] = [];
  const client = new Client(route.origin, {
    connect: (_options, callback) => {
      route.open(settings, { ...watch, onReset: (error) => resets.push(error) }).then(
        (socket) => callback(null, socket),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
      );
    },
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: settings.headersTimeoutMs,
    bodyTimeout: 0, // the deadline behind `signal` covers it
  });
  const end = (): void => void client.destroy(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  let stage: Stage = 'connecting';
  try {
    signal.throwIfAborted();
    const response = await client.request({
      ...errand,
      path: route.target,
      headers: [...route.headers, ...headers],
      reset: true,
    });
    if (proxy !== null && response.statusCode === 407) throw refusedByProxy(proxy, 407);
    watch.onReached();
    stage = 'reading';
    const isWanted = errand.method === 'GET' && [200, 203].includes(response.statusCode);
    const answer = isWanted ? await read(response, settings.limits, watch, resets) : unread(response);
    // undici takes a reset for the end where only the connection's end ends the body.
    if (resets[0] !== undefined && answer.body !== null && framingOf(answer.headers) === 'none')
      throw resets[0];
    return answer;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof errors.HeadersTimeoutError) {
      throw new FetchFailure('timeout', `timed out: no answer within ${seconds(settings.headersTimeoutMs)}`);
    }
    throw failureOf(error, new URL(url).hostname, stage) ?? error;
  } finally {
    signal.removeEventListener('abort', end);
    await client.destroy();
  }
}

/** RFC 9112 6.3: what tells where a body ends, where it is not the connection's end alone. */
function framingOf(headers: ResponseHeaders): 'chunks' | 'length' | 'none' {
  if (headers.first('transfer-encoding') !== null) return 'chunks';
  return headers.first('content-length') === null ? 'none' : 'length';
}

type Response = Awaited<ReturnType<Client['request']>>;

function unread({ statusCode: status, headers, body }: Response): Answer {
  body.on('error', () => {}).destroy(); // nobody reads it; its connection goes with it
  return { status, headers: responseHeaders(headers), body: null };
}

async function read(
  response: Response,
  limits: BodyLimits,
  { signal, onBytes, mayDecode }: HopWatch,
  resets: readonly Error[],
): Promise<Answer> {
  const headers = responseHeaders(response.headers);
  const { statusCode: status, body } = response;
  const codings = headers.all('content-encoding');
  if (codings.length === 0 && Number(headers.first('content-length')) > limits.maxBytes)
    throw tooLarge(limits.maxBytes);
  const framing = framingOf(headers);
  // A Content-Length that is not reached may as well be a wrong one: the document will show whether it is
  // whole.
  const isEarlyEnd = (error: unknown): boolean =>
    framing === 'length' && resets.length === 0 && isClosed(error);
  const reading = { codings, chunked: framing === 'chunks', signal, onBytes, mayDecode, isEarlyEnd };
  return { status, headers, body: await readBody(body, reading, limits) };
}

const isClosed = (error: unknown): boolean =>
  error instanceof errors.SocketError || error instanceof errors.ResponseContentLengthMismatchError;
