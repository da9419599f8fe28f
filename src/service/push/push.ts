import type { HttpUrl } from '../../model/values.js';
import { type Places, withReader } from '../../operate/site.js';
import type { Io } from '../../terminal/io.js';
import type { Metrics } from '../metrics/metrics.js';
import { pushAlarm } from './alarm.js';
import { createPushInbox, type PushInbox } from './inbox.js';

/** What of the service speaks with hubs. */
export interface Push {
  /** Null without a public address. */
  readonly inbox: PushInbox | null;
  /** A pass has ended: subscriptions may be others by now. */
  passed(): void;
  stop(): void;
}

const NO_PUSH: Push = { inbox: null, passed() {}, stop() {} };

interface PushOptions extends Pick<Places, 'data'> {
  readonly publicUrl: HttpUrl | null;
  /** Of a document. */
  readonly maxBytes: number;
}

/** Documents of the largest size that wait for a pass together. */
const ROOM = 4;

/**
 * Listens to hubs where they can reach us; who was subscribed before is known from the start.
 * @param wake told when there is something to do
 */
export async function openPush(
  { publicUrl, maxBytes, ...places }: PushOptions,
  metrics: Pick<Metrics, 'subscriptions' | 'heard'>,
  { now }: Pick<Io, 'now'>,
  wake: () => void,
): Promise<Push> {
  if (publicUrl === null) return NO_PUSH;
  const read = () => withReader(places, (store) => store.subscriptions());
  const told = { wake: () => alarm.heard(), counted: metrics.heard, read };
  const inbox = createPushInbox({ publicUrl, room: ROOM * maxBytes, now, ...told });
  const alarm = pushAlarm(inbox, now, wake);
  inbox.know(await read().catch(() => [])); // the first pass says what is wrong with the database
  metrics.subscriptions(inbox.running());
  return {
    inbox,
    passed() {
      metrics.subscriptions(inbox.running());
      alarm.rearm();
    },
    stop: alarm.stop,
  };
}
