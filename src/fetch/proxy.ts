import { isIP } from 'node:net';
import { UserError } from '../model/errors.js';
import { parseUrl } from '../model/parse-url.js';
import type { Environment, HttpUrl } from '../model/values.js';
import { addressRange, isPublicAddress } from './address.js';

/** What stands between us and the network. */
export interface HttpProxy {
  /** Without user name and password: for messages and the connection. */
  readonly origin: string;
  /** The value of `Proxy-Authorization`; null where it wants none. */
  readonly authorization: string | null;
}

/** The proxy for a request; null where it goes straight there. */
export type ProxyFor = (url: HttpUrl) => HttpProxy | null;

/**
 * Proxies as curl reads them from the environment. `http_proxy` in lower case only: a CGI script's
 * `HTTP_PROXY` is whatever its visitor sent as `Proxy:`. Private addresses, `localhost` and what `no_proxy`
 * names are asked straight, under the address guard; of any other name the proxy does the look-up.
 * @throws UserError where a variable is no address of an http(s) proxy
 */
export function proxiesOf(env: Environment): ProxyFor {
  const all = proxyOf(env, ['all_proxy', 'ALL_PROXY']);
  const plain = proxyOf(env, ['http_proxy']) ?? all;
  const secure = proxyOf(env, ['https_proxy', 'HTTPS_PROXY']) ?? all;
  const isExcepted = exceptions(env['no_proxy'] || env['NO_PROXY'] || '');
  return (url) => {
    const { protocol, hostname, port } = new URL(url);
    const proxy = protocol === 'https:' ? secure : plain;
    if (proxy === null) return null;
    const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const isOurs = isIP(host) === 0 ? /^(?:.*\.)?localhost$/.test(host) : !isPublicAddress(host);
    return isOurs || isExcepted(host, port || (protocol === 'https:' ? '443' : '80')) ? null : proxy;
  };
}

/** From the first of these variables that holds something. */
function proxyOf(env: Environment, names: readonly string[]): HttpProxy | null {
  const name = names.find((candidate) => env[candidate]?.trim());
  const text = name === undefined ? undefined : env[name]?.trim();
  if (name === undefined || text === undefined) return null;
  const address = text.includes('://') ? text : `http://${text}`;
  const url = parseUrl(address);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    const found = url === null ? '' : `, not of a ${url.protocol.slice(0, -1)} one`; // the rest may be a password
    throw new UserError(
      `${name} in the environment: expected the address of an http or https proxy${found}`,
      2,
    );
  }
  const user = [url.username, url.password].map(decoded).join(':');
  const authorization = user === ':' ? null : `Basic ${Buffer.from(user).toString('base64')}`;
  return { origin: url.origin, authorization };
}

/** Not by decodeURIComponent, which throws where a password has a bare %. */
const decoded = (text: string): string =>
  text.replace(/(?:%[\da-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString());

/** `no_proxy`: `*`, names with all below them, addresses and ranges, each with a port or without. */
function exceptions(list: string): (host: string, port: string) => boolean {
  const entries = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '');
  if (entries.includes('*')) return () => true;
  const tests = entries.map(exception);
  return (host, port) => tests.some((test) => test(host, port));
}

function exception(entry: string): (host: string, port: string) => boolean {
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [null, entry];
  const isPort = (asked: string): boolean => port === undefined || port === asked;
  const isOf = addressRange(host.replace(/^\[|\]$/g, ''));
  if (isOf !== null) return (asked, at) => isOf(asked) && isPort(at);
  const name = host.replace(/^\*?\.+/, '').replace(/\.$/, '');
  return (asked, at) => name !== '' && (asked === name || asked.endsWith(`.${name}`)) && isPort(at);
}
