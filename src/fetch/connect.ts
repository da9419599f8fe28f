import type { LookupAddress } from 'node:dns';
import {
  connect as connectTcp,
  isIP,
  type LookupFunction,
  type Socket,
  type TcpNetConnectOpts,
} from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { codeOf } from '../files/error-code.js';
import { FetchFailure, seconds } from './failure.js';
import type { MayConnect } from './guard.js';
import { addressesOf, type Lookup } from './resolve.js';

export interface ConnectSettings {
  /** Asked for every address before a packet goes there. */
  readonly mayConnect: MayConnect;
  /** For the connection and its TLS handshake; the look-up before it counts towards the whole only. */
  readonly connectTimeoutMs: number;
  readonly lookup: Lookup;
  /** Certificates to trust instead of those of Node; PEM. */
  readonly ca: string | null;
}

/** What a connection is under. */
export interface Watch {
  /** Ends it, and its being made. */
  readonly signal: AbortSignal;
  /** Told which addresses are going to be tried. */
  onAddresses(addresses: readonly string[]): void;
  /** Told where the other side takes the connection, or refuses it: the network works. */
  onReached(): void;
  /** Told where the other side resets the connection, at any time. */
  onReset(error: Error): void;
}

/**
 * How long one of several addresses may take before the next is tried. Node's 250 ms gives up on servers a
 * continent away (nodejs/node#54359).
 */
const ATTEMPT_TIMEOUT_MS = 2500;

/** The end of a connection: a name or address as `URL.hostname` has it. */
export interface Place {
  readonly hostname: string;
  readonly port: number;
  readonly secure: boolean;
}

/**
 * The only way to a socket: resolves, checks, connects to what was checked. Not undici's own connector, which
 * asks no guard for IP literals and leaves its socket behind when a request is given up while it connects.
 */
export async function openSocket(settings: ConnectSettings, watch: Watch, place: Place): Promise<Socket> {
  const { hostname, port, secure } = place;
  const addresses = await addressesOf(hostname, settings.lookup, settings.mayConnect, watch.signal);
  watch.signal.throwIfAborted();
  watch.onAddresses(addresses.map(({ address }) => address));
  const target = {
    host: hostname,
    port,
    lookup: fixed(addresses),
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: ATTEMPT_TIMEOUT_MS,
    noDelay: true,
  };
  if (secure) return await secured(target, hostname, settings, watch);
  return await opened(connectTcp(target), 'connect', settings, watch);
}

/**
 * A TLS connection.
 * @param way to the socket below: what to connect to, or a socket that is connected already
 */
export async function secured(
  way: TcpNetConnectOpts | { readonly socket: Socket },
  hostname: string,
  settings: ConnectSettings,
  watch: Watch,
): Promise<Socket> {
  const socket = connectTls({
    ...way,
    ALPNProtocols: ['http/1.1'],
    ...(isIP(hostname) === 0 && { servername: hostname.replace(/\.$/, '') }), // RFC 6066 3: no trailing dot
    ...(settings.ca !== null && { ca: settings.ca }),
  });
  return await explained(socket, opened(socket, 'secureConnect', settings, watch));
}

/** Answers every look-up of the socket's with the addresses that were checked. */
const fixed =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_name, options, callback) => {
    const [first] = addresses;
    if (options.all === true || first === undefined) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };

function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  { connectTimeoutMs }: ConnectSettings,
  { signal, onReached, onReset }: Watch,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => void socket.destroy(signal.reason);
    const late = (): FetchFailure =>
      new FetchFailure('timeout', `timed out: no connection within ${seconds(connectTimeoutMs)}`);
    const timer = setTimeout(() => socket.destroy(late()), connectTimeoutMs);
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    };
    signal.addEventListener('abort', giveUp, { once: true });
    socket.once('connect', onReached);
    socket.once(event, () => {
      settle();
      resolve(socket);
    });
    socket.once('close', settle);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') onReached();
      if (error.code === 'ECONNRESET') onReset(error);
      reject(error);
    });
  });
}

/**
 * Says when a certificate expired, which the error doesn't. Once it is reported the certificate is out of
 * reach, so it is read as the handshake ends ('secure', which Node's own verification listens to as well);
 * should a future Node not emit that, only the date is missing.
 */
async function explained(socket: TLSSocket, connection: Promise<Socket>): Promise<Socket> {
  let validTo: string | undefined;
  socket.prependOnceListener('secure', () => {
    validTo = socket.getPeerCertificate().valid_to;
  });
  try {
    return await connection;
  } catch (error) {
    if (codeOf(error) !== 'CERT_HAS_EXPIRED' || validTo === undefined) throw error;
    const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(
      new Date(validTo),
    );
    throw new FetchFailure('tls', `certificate expired on ${date}`);
  }
}
