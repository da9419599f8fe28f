import type { IncomingMessage } from 'node:http';

/** What a route is ready to read. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** From the moment that the route asks. The server cuts any request after 20 s. */
  readonly timeoutMs: number;
  /** Whether so many bytes more may be kept, beside those of other requests. */
  readonly hold: (bytes: number) => boolean;
}

/** The body of a request; or the status to answer with, and why. */
export type Body =
  | { readonly kind: 'body'; readonly bytes: Buffer }
  | { readonly kind: 'refused'; readonly status: Refusal; readonly reason: string };

type Refusal = 400 | 408 | 413 | 503;

/**
 * Reads a body whole. Never more than `maxBytes` are kept: one that says it is longer is not begun, one that
 * turns out longer is left. What is left unread has to be ended by closing the connection.
 */
export function readBody(request: IncomingMessage, { maxBytes, timeoutMs, hold }: BodyLimits): Promise<Body> {
  const tooLarge = refused(413, `At most ${maxBytes} bytes are taken here.`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve(tooLarge);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (body: Body): void => {
      clearTimeout(timer);
      request.off('data', take).off('end', whole).off('close', cut).pause();
      resolve(body);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > maxBytes) end(tooLarge);
      else if (!hold(chunk.length)) end(refused(503, 'There is no room for it now.'));
      else chunks.push(chunk);
    };
    const whole = (): void => end({ kind: 'body', bytes: Buffer.concat(chunks) });
    const cut = (): void => end(refused(400, 'The body ended too early.'));
    const timer = setTimeout(() => end(refused(408, 'The body took too long.')), timeoutMs);
    request.on('error', () => undefined); // a client that goes away is told of by 'close', too
    request.on('data', take).once('end', whole).once('close', cut);
  });
}

const refused = (status: Refusal, reason: string): Body => ({ kind: 'refused', status, reason });
