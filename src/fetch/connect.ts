import type { LookupAddress } from 'node:dns';
import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { FetchFailure, seconds } from './failure.js';
import { addressesOf, type Lookup } from './resolve.js';

export interface ConnectSettings {
  readonly allowPrivate: boolean;
  /** For the connection and its TLS handshake; the look-up before it counts towards the whole only. */
  readonly connectTimeoutMs: number;
  readonly lookup: Lookup;
  /** Certificates to trust beside those of Node; PEM. */
  readonly ca: string | null;
}

/**
 * How long one of several addresses may take before the next is tried. Node's 250 ms gives up on servers a
 * continent away (nodejs/node#54359).
 */
const attemptTimeoutMs = 2500;

/**
 * The only way to a socket: resolves, checks, connects to what was checked. Not undici's own connector, which asks
 * no guard for IP literals and leaves its socket behind when a request is given up while it connects.
 */
export function connector(settings: ConnectSettings, signal: AbortSignal): buildConnector.connector {
  return (options, callback) => {
    openSocket(settings, signal, options).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

async function openSocket(
  settings: ConnectSettings,
  signal: AbortSignal,
  { hostname, protocol, port }: buildConnector.Options,
): Promise<Socket | TLSSocket> {
  const addresses = await addressesOf(hostname, settings.allowPrivate, settings.lookup);
  signal.throwIfAborted();
  const target = {
    host: hostname,
    lookup: fixed(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: attemptTimeoutMs,
    noDelay: true,
  };
  if (protocol !== 'https:') {
    return await opened(connectTcp({ ...target, port: Number(port || 80) }), 'connect', settings, signal);
  }
  const socket = connectTls({
    ...target,
    port: Number(port || 443),
    ALPNProtocols: ['http/1.1'],
    ...(isIP(hostname) === 0 && { servername: hostname }),
    ...(settings.ca !== null && { ca: settings.ca }),
  });
  return await opened(socket, 'secureConnect', settings, signal);
}

/** Answers every look-up of the socket's with the addresses that were checked. */
const fixed =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_name, options, callback) => {
    const [first] = addresses;
    if (options.all === true || first === undefined) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };

function opened<S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  { connectTimeoutMs }: ConnectSettings,
  signal: AbortSignal,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const end = (error: unknown): void => void socket.destroy(error as Error);
    const onAbort = (): void => end(signal.reason);
    const timer = setTimeout(
      () => end(new FetchFailure('timeout', `no connection within ${seconds(connectTimeoutMs)}`)),
      connectTimeoutMs,
    );
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once(event, () => {
      settle();
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
    socket.once('close', settle);
  });
}
