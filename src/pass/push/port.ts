import type { HttpUrl } from '../../model/values.js';
import type { Subscription } from '../../schedule/index.js';

/** What hubs have said since the last pass. */
export type PushEvent =
  /** One has verified what was asked of it. @see afterVerification for the lease */
  | {
      readonly kind: 'verified';
      readonly id: Subscription['id'];
      readonly mode: Subscription['wants'];
      readonly leaseSeconds: number | null;
    }
  | { readonly kind: 'denied'; readonly id: Subscription['id']; readonly reason: string }
  /** A document with a good signature. */
  | {
      readonly kind: 'pushed';
      readonly id: Subscription['id'];
      readonly body: Uint8Array;
      readonly contentType: string | null;
    };

/** Where hubs reach us, as a pass sees it. */
export interface PushPort {
  /** Ends in a slash. */
  readonly publicUrl: HttpUrl;
  /** Nobody has listened until now: what was pushed meanwhile is lost. */
  readonly wasDeaf: boolean;
  /** In the order that they came. */
  events(): readonly PushEvent[];
  /** What came of these is stored. */
  handled(events: readonly PushEvent[]): void;
  /** All subscriptions as they are stored by now: their hubs may speak to us from now on. */
  know(subscriptions: readonly Subscription[]): void;
}

/** Where a subscription's hub reaches us, below the public address. */
export const callbackAt = (publicUrl: HttpUrl, id: Subscription['id']): HttpUrl =>
  `${publicUrl}websub/${id}` as HttpUrl;
