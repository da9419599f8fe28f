import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { type ConnectSettings, openSocket, type Place, secured, type Watch } from './connect.js';
import { failureOf } from './errors.js';
import { FetchFailure, seconds } from './failure.js';
import type { HttpProxy } from './proxy.js';

/**
 * A socket to a proxy. The operator has named it, so the address guard has no say; and that it takes a
 * connection says nothing of the network behind it.
 * @throws FetchFailure proxy, where it doesn't
 */
export async function openProxy(settings: ConnectSettings, watch: Watch, proxy: HttpProxy): Promise<Socket> {
  const { hostname, protocol, port } = new URL(proxy.origin);
  const secure = protocol === 'https:';
  const place = { hostname, port: Number(port || (secure ? 443 : 80)), secure };
  const quiet = { ...watch, onAddresses: () => {}, onReached: () => {} };
  return await throughProxy(proxy, watch, openSocket({ ...settings, mayConnect: () => true }, quiet, place));
}

/**
 * A TLS connection with a host at the other end of a proxy, which sees its name and port only.
 * @throws FetchFailure proxy, where the proxy doesn't let it through
 */
export async function openTunnel(
  settings: ConnectSettings,
  watch: Watch,
  place: Place,
  proxy: HttpProxy,
): Promise<Socket> {
  const socket = await openProxy(settings, watch, proxy);
  await throughProxy(proxy, watch, connected(socket, place, proxy, settings, watch.signal));
  watch.onReached();
  return await secured({ socket }, place.hostname, settings, watch);
}

/** RFC 9110 9.3.6: CONNECT, after which the socket is as one to the host itself. */
function connected(
  socket: Socket,
  { hostname, port }: Place,
  proxy: HttpProxy,
  { connectTimeoutMs }: ConnectSettings,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const authority = `${hostname}:${port}`;
    const request = httpRequest({
      method: 'CONNECT',
      path: authority,
      headers: {
        Host: authority,
        ...(proxy.authorization && { 'Proxy-Authorization': proxy.authorization }),
      },
      createConnection: () => socket,
    });
    const giveUp = (): void => void socket.destroy(signal.reason);
    const tooLate = new FetchFailure(
      'timeout',
      `timed out: no connection within ${seconds(connectTimeoutMs)}`,
    );
    const timer = setTimeout(() => socket.destroy(tooLate), connectTimeoutMs);
    const settle = (error: Error | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      if (error === null) resolve();
      else reject(error);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    request.once('connect', ({ statusCode = 0 }) => {
      const isOpen = statusCode >= 200 && statusCode < 300;
      if (!isOpen) socket.destroy();
      settle(isOpen ? null : refusedByProxy(proxy, statusCode));
    });
    request.once('error', settle);
    request.end();
  });
}

/** RFC 9110 15.5.8: 407 is of the proxy, whatever it was asked for. */
export function refusedByProxy({ origin }: HttpProxy, status: number): FetchFailure {
  const what =
    status === 407 ? 'it wants a user name and password (407)' : `${status} in place of a connection`;
  return new FetchFailure('proxy', `proxy ${origin}: ${what}`);
}

/** What goes wrong on the way is the proxy's, and says so. */
async function throughProxy<T>(proxy: HttpProxy, { signal }: Watch, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof FetchFailure && error.reason === 'proxy') throw error;
    const failure = failureOf(error, new URL(proxy.origin).hostname, 'connecting');
    if (failure === null) throw error;
    throw new FetchFailure('proxy', `proxy ${proxy.origin}: ${failure.message}`, null, { cause: error });
  }
}
