import type { Socket } from 'node:net';
import type { HttpUrl } from '../model/values.js';
import { type ConnectSettings, openSocket, type Watch } from './connect.js';
import { requestTarget } from './location.js';
import type { HttpProxy } from './proxy.js';
import { openProxy, openTunnel } from './tunnel.js';

/** How a request gets to its host. */
export interface Route {
  /** Where the connection ends that the request is written to. */
  readonly origin: string;
  /** What stands in the request line. */
  readonly target: string;
  /** Names and values in turn, for whoever is at the end of the connection. */
  readonly headers: readonly string[];
  open(settings: ConnectSettings, watch: Watch): Promise<Socket>;
}

/**
 * Straight, or by a proxy: with TLS through a tunnel, else by asking it for the whole address (RFC 9112
 * 3.2.2).
 */
export function routeTo(url: HttpUrl, proxy: HttpProxy | null): Route {
  const { origin, protocol, host, hostname, port } = new URL(url);
  const secure = protocol === 'https:';
  const place = { hostname, port: Number(port || (secure ? 443 : 80)), secure };
  const target = requestTarget(url);
  if (proxy === null)
    return { origin, target, headers: [], open: (settings, watch) => openSocket(settings, watch, place) };
  if (secure)
    return {
      origin,
      target,
      headers: [],
      open: (settings, watch) => openTunnel(settings, watch, place, proxy),
    };
  const { authorization } = proxy;
  return {
    origin: proxy.origin,
    target: `${origin}${target}`,
    headers: ['Host', host, ...(authorization === null ? [] : ['Proxy-Authorization', authorization])],
    open: (settings, watch) => openProxy(settings, watch, proxy),
  };
}
