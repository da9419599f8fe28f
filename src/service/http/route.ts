import type { IncomingHttpHeaders } from 'node:http';
import type { Body, BodyLimits } from './body.js';
import { ALWAYS, BRIEFLY, type Headers } from './headers.js';

/** A request, as far as an answer depends on it. */
export interface Request {
  /** `GET`, in upper case. */
  readonly method: string;
  /**
   * The path without its leading slash, decoded once: '' for the home page. Null where nothing that is
   * published can be written so: `..`, a hidden file, an escaped slash.
   */
  readonly path: string | null;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Reads the body, once. A route that doesn't ask for it leaves it unread. */
  body(limits: BodyLimits): Promise<Body>;
}

/** A whole answer. `Content-Length` is that of `body`, which HEAD leaves out. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer | null;
}

/**
 * Answers the requests that are its own, and null to all others: the next route is asked. It says itself
 * which methods it has (`notAllowed`), and throws only what is a fault of ours: that is a 500 and a line in
 * the log.
 */
export type Route = (request: Request) => Promise<Answer | null> | Answer | null;

/** The answer of the first route that has one. */
export async function route(routes: readonly Route[], request: Request): Promise<Answer> {
  for (const one of routes) {
    const answer = await one(request);
    if (answer !== null) return answer;
  }
  return text(404, 'Not found.');
}

/** A line for whoever looks, kept for a minute: what is wrong now may be right after the next pass. */
export function text(status: number, words: string, headers: Headers = {}): Answer {
  return {
    status,
    headers: { ...ALWAYS, ...BRIEFLY, ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
    body: Buffer.from(`${words}\n`),
  };
}

/** For a method that a path doesn't have (RFC 9110 15.5.6). `allowed`: those that it has. */
export const notAllowed = (words: string, allowed: readonly string[]): Answer =>
  text(405, words, { Allow: allowed.join(', ') });

export const isRead = ({ method }: Pick<Request, 'method'>): boolean => method === 'GET' || method === 'HEAD';
