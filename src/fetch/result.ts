import type { HttpUrl } from '../model/values.js';
import type { Offer } from './link-header.js';

/** RFC 9110 8.8: opaque, sent back byte for byte; null where the server gave none. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** Validators with the resource that they belong to. */
export interface StoredValidators extends Validators {
  /**
   * The address that gave them, after all redirects: to any other they mean nothing (RFC 9110 8.8.3) and are
   * not sent.
   */
  readonly from: HttpUrl | null;
}

/** A host (`a.example`, `a.example:8080`) that turned a request away. */
export interface Hold {
  readonly status: number;
  /**
   * Milliseconds that it is left alone from now on; null for as long as the fetcher lives. 0 where that is
   * over: it is asked again, but by one request at a time, as it may not be ready for more.
   */
  readonly remainingMs: number | null;
}

/** Headers that the operator has set for a source: as a rule a secret. */
export interface SourceHeaders {
  /** The only origin that they are sent to, until a redirect leads to another. */
  readonly origin: string;
  /** Values by name. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What is asked for. */
export interface FetchRequest {
  readonly url: HttpUrl;
  readonly validators: StoredValidators;
  /**
   * Asked before each request of a redirect chain, so that none goes to a host that wants to be left alone.
   */
  readonly holdOf?: (host: string) => Hold | null;
  /** Told where a host takes a connection, or refuses it: our own network works. */
  readonly onReached?: () => void;
  /** `User-Agent` in place of the fetcher's own. */
  readonly userAgent?: string | null;
  /** Sent besides ours, or in place of ours of the same name. */
  readonly headers?: SourceHeaders | null;
  /** A document of others names the address: private ones that the operator has let in are not for it. */
  readonly isLedTo?: boolean;
  /**
   * Waited for when a compressed body has come whole: it takes several times the memory decoded. That is no
   * part of the time that the answer may take. A large body, for which places are few, doesn't wait.
   */
  readonly mayDecode?: () => Promise<void>;
}

/** What an answer says of its own freshness (RFC 9111), all of it optional. */
export interface Freshness {
  /**
   * `Cache-Control: max-age`, else `Expires` less `Date`, both less `Age`; milliseconds, null where neither
   * is given.
   */
  readonly freshForMs: number | null;
  /** When it was sent by the server's clock, milliseconds since 1970: its `Date`, with its `Age`. */
  readonly sentAt: number | null;
}

/** What every answer tells, whatever came of it. */
export interface Traffic {
  /** Requests sent, redirects included. */
  readonly requests: number;
  /** Bytes of bodies as they came over the wire. */
  readonly bytes: number;
}

/** Why nothing came of a request. */
export type FailureReason =
  /** Never of the fetcher: the source's own address is one that the operator has to allow first. */
  | 'not-allowed'
  | 'dns'
  | 'refused'
  | 'timeout'
  | 'tls'
  | 'private-address'
  /** The operator's own proxy. */
  | 'proxy'
  /** The site lets only browsers in. */
  | 'challenge'
  | 'too-large'
  | 'too-many-redirects'
  | 'bad-redirect'
  | 'status'
  | 'truncated'
  | 'encoding'
  | 'network'
  /** Our own: this process may open no more connections. */
  | 'own-limit'
  | 'empty'
  | 'not-a-feed'
  | 'web-page';

/** What came of one request. Expected outcomes are values: a fetcher throws only where there is a bug. */
export type FetchResult =
  | {
      readonly kind: 'fresh';
      /** Decoded body, never empty. */
      readonly body: Uint8Array;
      /**
       * The way it came shows that it is whole: by its last chunk, or by the end of its compression. Else
       * only the document itself can show it, as servers send wrong lengths, and some none.
       */
      readonly complete: boolean;
      readonly contentType: string | null;
      /** Where the body came from after all redirects: what relative links resolve against. */
      readonly url: HttpUrl;
      /** The target of the leading permanent redirects (301, 308), null where there were none. */
      readonly movedTo: HttpUrl | null;
      readonly validators: Validators;
      readonly freshness: Freshness;
      /** What its `Link` headers name; missing where they name no hub. */
      readonly offer?: Offer;
      /** It came from a private address that may be polled: what it names may be another. */
      readonly isInside?: boolean;
      readonly traffic: Traffic;
    }
  | {
      readonly kind: 'unchanged';
      readonly movedTo: HttpUrl | null;
      /** Only those that the 304 sent replace the stored ones. */
      readonly validators: Validators;
      readonly freshness: Freshness;
      /** As of a fresh one. */
      readonly isInside?: boolean;
      readonly traffic: Traffic;
    }
  /** 429 or 503, or 403 and 5xx that say how long: the whole host wants to be left alone for a while. */
  | {
      readonly kind: 'later';
      readonly status: number;
      /** From now on, never 0; null where the server didn't say how long. */
      readonly retryAfterMs: number | null;
      /**
       * It has said so to this very request; else that was not sent, for what the host had said to another.
       */
      readonly asked: boolean;
      /** The host that said so, which a redirect may have led to. */
      readonly host: string;
      readonly traffic: Traffic;
    }
  /** 410 from the source's own address or from where it moved for good. */
  | { readonly kind: 'gone'; readonly traffic: Traffic }
  | {
      readonly kind: 'failed';
      readonly reason: FailureReason;
      /** In plain words, without the source's URL: "404 from the server", "no such host: a.example". */
      readonly message: string;
      readonly status: number | null;
      /** Some host on the way took a connection, or refused to: our own network works. */
      readonly reached: boolean;
      readonly traffic: Traffic;
    }
  /** The caller's signal ended it: nothing is known of the source. */
  | { readonly kind: 'aborted'; readonly traffic: Traffic };

/** Asks one source once. */
export type Fetcher = (request: FetchRequest, signal: AbortSignal) => Promise<FetchResult>;

/** What is handed over. */
export interface Sending {
  readonly url: HttpUrl;
  /** POST where it is missing. */
  readonly method?: 'PUT';
  /** Sent besides ours, to the first origin alone. */
  readonly headers?: Readonly<Record<string, string>>;
  /** As `Content-Type` has it. */
  readonly type: string;
  readonly body: string;
  /** A document of others names the address: private ones that the operator has let in are not for it. */
  readonly isLedTo: boolean;
}

/** What came of it. Expected outcomes are values here, too. */
export type SendResult =
  /** Any status of 2xx. */
  | { readonly kind: 'taken' }
  | {
      readonly kind: 'refused';
      /** In plain words: "404 from the server", "connection refused". */
      readonly message: string;
      /** Of the answer; null where there was none. */
      readonly status: number | null;
      /** How long the server wants to be left alone, from now on; null where it says nothing of that. */
      readonly retryAfterMs: number | null;
    }
  /** The caller's signal ended it: it may have been taken or not. */
  | { readonly kind: 'aborted' };

/** Hands something over, once. */
export type Sender = (sending: Sending, signal: AbortSignal) => Promise<SendResult>;
