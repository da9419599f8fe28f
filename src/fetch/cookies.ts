import type { HttpUrl } from '../model/values.js';
import type { ResponseHeaders } from './headers.js';
import { httpDate } from './http-date.js';
import { hostOf } from './location.js';

/**
 * The cookies of one chain of redirects. Some sites set one, redirect, and serve nobody who comes without it.
 * They go back to the host that set them, and are forgotten with the chain.
 */
export interface Cookies {
  /** Takes what an answer from this address sets. */
  take(url: HttpUrl, headers: ResponseHeaders, now: number): void;
  /** The value of `Cookie` for a request to this address; null where there is none. */
  valueFor(url: HttpUrl): string | null;
}

interface Cookie {
  readonly value: string;
  readonly secure: boolean;
}

/** More is no session but an attack on our memory; the header may have 4 kB. */
const MOST_COOKIES = 20;
const LONGEST_COOKIE = 200;

export function cookies(): Cookies {
  const byHost = new Map<string, Map<string, Cookie>>();
  return {
    take(url, headers, now) {
      const known = byHost.get(hostOf(url)) ?? new Map<string, Cookie>();
      for (const line of headers.all('set-cookie')) {
        const set = readCookie(line, now);
        if (set === null) continue;
        known.delete(set.name);
        if (!set.isOver && known.size < MOST_COOKIES) known.set(set.name, set);
      }
      if (known.size > 0) byHost.set(hostOf(url), known);
    },
    valueFor(url) {
      const sent = [...(byHost.get(hostOf(url)) ?? [])].filter(
        ([, { secure }]) => !secure || url.toLowerCase().startsWith('https:'),
      );
      return sent.length === 0 ? null : sent.map(([name, { value }]) => `${name}=${value}`).join('; ');
    },
  };
}

/**
 * RFC 6265 5.2. Of the attributes those count that forbid something; `Domain` would only widen what is sent.
 */
function readCookie(
  line: string,
  now: number,
): (Cookie & { readonly name: string; readonly isOver: boolean }) | null {
  const [pair = '', ...attributes] = line.split(';', 20);
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(pair)?.map((part) => part.trim()) ?? [];
  const isSendable = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[ -~]*$/.test(value);
  if (!isSendable || name.length + value.length > LONGEST_COOKIE) return null;
  let secure = false;
  let isOver = false;
  for (const attribute of attributes) {
    const [key = '', given = ''] = attribute.split('=', 2).map((part) => part.trim());
    if (/^secure$/i.test(key)) secure = true;
    if (/^max-age$/i.test(key)) isOver = /^(?:0+|-\d+)$/.test(given);
    if (/^expires$/i.test(key)) isOver ||= (httpDate(given.replaceAll('-', ' '), now) ?? now + 1) <= now;
  }
  return { name, value, secure, isOver };
}
