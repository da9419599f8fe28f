import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { whyUnread } from '../../files/causes.js';
import { codeOf } from '../../files/error-code.js';
import { UserError } from '../../model/errors.js';
import type { Log } from '../../terminal/log.js';
import { seldom } from '../seldom.js';
import { type Body, type BodyLimits, readBody } from './body.js';
import { ALWAYS, PREFLIGHT } from './headers.js';
import { type Answer, isRead, type Request, type Route, route, text } from './route.js';
import { parseTarget } from './target.js';

export interface SiteServerOptions {
  /** Asked in this order. */
  readonly routes: readonly Route[];
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  readonly log: Log;
  /** Which option names the port, for messages. */
  readonly portOption?: '--port' | '--ops-port';
  /** Connections that are held at once; `MAX_CONNECTIONS` unless given. */
  readonly mostConnections?: number;
  /** Told of each answer: the bytes of its body as it was sent. */
  readonly answered?: (status: number, bytes: number) => void;
}

/** Where the site can be reached from this machine: `http://127.0.0.1:8080/`. */
export interface SiteAddress {
  readonly url: string;
  readonly port: number;
}

/** Answers HTTP by its routes. */
export interface SiteServer {
  /** Rejects with a UserError where the address can't be had. */
  listen(): Promise<SiteAddress>;
  /** Takes no new connection, lets answers under way end, and cuts after five seconds what has not ended. */
  close(): Promise<void>;
}

const SECOND = 1000;
const LIMITS = {
  /** Bytes; Node answers 431 beyond. */
  maxHeaderSize: 16 * 1024,
  /** A client that has not sent its headers by then is answered 408 (slowloris). */
  headersTimeout: 10 * SECOND,
  requestTimeout: 20 * SECOND,
  connectionsCheckingInterval: 5 * SECOND,
  /** Longer than the 60 s for which usual proxies keep a connection, so that it is they who close it. */
  keepAliveTimeout: 65 * SECOND,
} as const;
/** No byte moved for so long: a reader that has stopped reading. */
const IDLE_MS = 70 * SECOND;
/** A connection costs about 20 KB; more than these belong behind a proxy. */
const MAX_CONNECTIONS = 4096;
const CLOSE_GRACE_MS = 5 * SECOND;

/** A server that is not yet listening. */
export function createSiteServer(options: SiteServerOptions): SiteServer {
  const tell = seldom(
    (line) => options.log.error(line),
    () => performance.now(),
  );
  const server = createServer(LIMITS, (request, response) => {
    void respond(request, response, { ...options, tell }, server);
  });
  const { mostConnections = MAX_CONNECTIONS } = options;
  server.maxConnections = mostConnections;
  server.on('drop', () => {
    tell(`more than ${mostConnections} connections at once: some readers are turned away`, 'drop');
    server.closeIdleConnections(); // who has been answered gives way to who has not
  });
  server.setTimeout(IDLE_MS);
  return {
    listen: () => listen(server, { ...options, tell }),
    close: () => close(server),
  };
}

interface Telling {
  /** Logs what is wrong, of each kind a line a minute. */
  readonly tell: (line: string, kind?: string) => void;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, log, answered, tell }: SiteServerOptions & Telling,
  server: Server,
): Promise<void> {
  const { method = 'GET', url: target = '/', headers } = request;
  try {
    let isBodyRead = isRead({ method }); // these have none
    const body = async (limits: BodyLimits): Promise<Body> => {
      const read = await readBody(request, limits);
      isBodyRead = read.kind === 'body';
      return read;
    };
    const result = await answer({ method, headers, body }, target, routes);
    log.debug(`${method} ${withoutSecret(target)} ${result.status}`);
    // A body that nobody reads would otherwise be read to its end before the next request.
    if (!isBodyRead || !server.listening) response.setHeader('Connection', 'close');
    response.once('finish', () => {
      if (!server.listening) server.closeIdleConnections(); // begun before close(), so kept alive until now
    });
    send(response, method, result);
    answered?.(result.status, method === 'HEAD' ? 0 : (result.body?.length ?? 0));
  } catch (error) {
    // A limit on open files, or a folder that may not be read, meets each request there is.
    tell(`serving ${withoutSecret(target)}: ${whyUnread(error)}`, codeOf(error) ?? undefined);
    if (response.headersSent) return;
    send(response, method, UNREADABLE);
    answered?.(UNREADABLE.status, UNREADABLE.body?.length ?? 0);
  }
}

/** Who knows the callback of a subscription may speak for its hub: no log has it. */
const withoutSecret = (target: string): string => target.replace(/(\/websub\/)[\w-]+/, '$1…');

/** The routes' answer; a target that is no path is refused before they are asked. */
function answer(
  request: Pick<Request, 'method' | 'headers' | 'body'>,
  target: string,
  routes: readonly Route[],
): Promise<Answer> | Answer {
  // Asks what the server as a whole can do (RFC 9110 9.3.7), as some use it to see whether it lives.
  if (target === '*' && request.method === 'OPTIONS') return { status: 204, headers: PREFLIGHT, body: null };
  const parsed = parseTarget(target);
  if (parsed.kind === 'malformed') return text(400, 'That is no address.');
  const { path, query } = parsed.kind === 'path' ? parsed : { path: null, query: new URLSearchParams() };
  return route(routes, { ...request, path, query });
}

const UNREADABLE: Answer = {
  status: 500,
  headers: { ...ALWAYS, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
  body: Buffer.from('This could not be read just now.\n'),
};

function send(response: ServerResponse, method: string, { status, headers, body }: Answer): void {
  const length = body === null ? {} : { 'Content-Length': String(body.length) };
  response.writeHead(status, { ...headers, ...length });
  if (method === 'HEAD' || body === null) response.end();
  // Ended only when the last byte has left: Server.close() takes a connection for idle, and cuts it, as soon
  // as its response has ended, with however much of the body still waiting for a slow reader.
  else response.write(body, () => response.end());
}

function listen(server: Server, options: SiteServerOptions & Telling): Promise<SiteAddress> {
  const { host, port, tell } = options;
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException) => reject(listenError(error, options));
    server.once('error', refused);
    server.listen(port, host, () => {
      server.off('error', refused);
      // Out of file descriptors, say: this connection is lost, the next may not be.
      server.on('error', (error) => tell(`accepting a connection: ${error.message}`));
      const bound = (server.address() as AddressInfo).port;
      resolve({ url: `http://${reachable(host)}:${bound}/`, port: bound });
    });
  });
}

/** A host as it stands in a URL; one that means "all addresses" is reached as localhost. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function listenError(
  error: NodeJS.ErrnoException,
  { host, port, portOption = '--port' }: SiteServerOptions,
): Error {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} on ${host} is in use; stop the other program or name another with ${portOption}`,
    EACCES: `port ${port} on ${host} is not allowed to this user; name one above 1023 with ${portOption}`,
    EADDRNOTAVAIL: `${host} is no address of this machine; name another with --host`,
    ENOTFOUND: `no such host: ${host}; name another with --host`,
  };
  const reason = reasons[error.code ?? ''];
  return reason === undefined
    ? new Error(`listening on ${host} port ${port}: ${error.message}`, { cause: error })
    : new UserError(reason, 1, { cause: error });
}

function close(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
