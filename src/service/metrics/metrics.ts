import type { Stored } from '../../operate/status/stored.js';
import type { Deliveries } from '../../pass/deliver.js';
import type { Answered, Stage } from '../../pass/watcher.js';
import type { FromHub } from '../push/inbox.js';

/** How a pass came out, as it is counted. */
export type PassResult = 'well' | 'failing' | 'offline' | 'failed' | 'elsewhere' | 'refused';

/** The same of an errand for hubs, which polls nothing. */
export type ErrandResult = Exclude<PassResult, 'failing' | 'offline'>;

/** What the service counts, for whoever watches it over the years. docs/metrics.md lists the figures. */
export interface Metrics {
  /** @param seconds how long it took; null where no pass was made */
  passEnded(result: PassResult, seconds: number | null): void;
  errandEnded(result: ErrandResult): void;
  stageEnded(stage: Stage, seconds: number): void;
  /** A source was asked. */
  asked(answer: Answered): void;
  filesWritten(files: { readonly written: number; readonly removed: number }): void;
  /** What became of notices to others. */
  delivered(deliveries: Deliveries): void;
  /** A hub has said something. */
  heard(what: FromHub): void;
  /** What is stored by now. @param tags of feeds.json */
  stored(stored: Pick<Stored, 'figures' | 'counts'>, tags: number): void;
  /** The server has answered. @param bytes of the body as it was sent */
  answered(status: number, bytes: number): void;
  /** Running WebSub subscriptions. */
  subscriptions(n: number): void;
  /** What feeds.json says is in use: false while a broken edit waits to be mended. */
  configurationRead(isWell: boolean): void;
  /** All of it as Prometheus reads it. */
  exposition(): Promise<{ readonly contentType: string; readonly text: string }>;
}
