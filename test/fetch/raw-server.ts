import { createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type HttpUrl, httpUrl } from '../../src/model/values.js';

/** Bytes, as a string in Latin-1. The connection ends after them. */
type Bytes = string | Buffer;

/** What a raw server does with a request: bytes, or null where it has used the socket itself. */
export type Reply = (request: string, socket: Socket) => Bytes | null;

export interface RawServer {
  /** `http://127.0.0.x:port`. */
  readonly origin: string;
  url(path: string): HttpUrl;
  /** Each request as it came over the wire, its bytes as Latin-1. */
  readonly requests: string[];
  /** Connections that are open now. */
  open(): number;
}

/** A server that speaks bytes, not HTTP; gone when the test is. */
export async function rawServer(reply: Bytes | Reply, address = '127.0.0.1'): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    let head = '';
    socket.on('data', (data) => {
      head += data.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      requests.push(head);
      const bytes = typeof reply === 'function' ? reply(head, socket) : reply;
      if (bytes !== null) socket.end(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
      head = '';
    });
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  onTestFinished(() => stop(server, sockets));
  const origin = `http://${address}:${portOf(server)}`;
  return { origin, url: (path) => url(origin + path), requests, open: () => sockets.size };
}

/** An address as it stands, checked to be one. */
export function url(text: string): HttpUrl {
  if (httpUrl(text) === null) throw new TypeError(`no URL: ${text}`);
  return text as HttpUrl;
}

/** A whole answer with a body. */
export function http(status: string, headers: readonly string[], body: string | Buffer = ''): Buffer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const head = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${bytes.length}`, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening on TCP');
  return address.port;
}

async function stop(server: Server, sockets: Iterable<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => server.close(resolve));
}
