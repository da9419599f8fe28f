import type { Classifier } from '../classify/index.js';
import type { Config } from '../config/config.js';
import { instant } from '../model/values.js';
import { type Publication, publish } from '../publish/publish.js';
import type { Theme } from '../publish/site/theme.js';
import type { Statics } from '../publish/write/statics.js';
import type { WriteCounts } from '../publish/write/write.js';
import type { Announcing, Facts, Store } from '../store/store.js';
import { clockProblem, clocksDiffer, isClockTrusted, noteVerdict } from './clock.js';
import { closeWeeks } from './digest/close-weeks.js';
import { cutRemoved } from './digest/cut-removed.js';
import { graceAfter } from './grace.js';
import { lettersOf } from './letters.js';
import { mendDates, mendPolls } from './mend-dates.js';
import { type PollInput, pollDue } from './poll/poll-due.js';
import { type Prepared, prepareStore } from './prepare.js';
import type { PushPort } from './push/port.js';
import { takePushes } from './push/take-pushes.js';
import { retain, retentionBy } from './retain.js';
import type { PassSummary } from './summary.js';
import { Tally } from './tally.js';

/** What of a pass one process does, where several share the work. */
export interface PassParts {
  readonly poll: boolean;
  readonly publish: boolean;
}

export interface PassInput extends PollInput {
  readonly parts: PassParts;
  readonly store: Store;
  readonly classifier: Classifier;
  readonly theme: Theme;
  /** Published as they are. */
  readonly statics: Statics;
  /** The folder to publish to. */
  readonly out: string;
  /** Of the program. */
  readonly version: string;
  /** Where hubs reach us; null where they don't. */
  readonly push: PushPort | null;
}

const NO_FILES: WriteCounts = { written: 0, unchanged: 0, removed: 0 };

/** Milliseconds in which an interrupted pass may publish what it has; the next one goes on with the rest. */
const PUBLISH_MS = 4000;

/**
 * One round: finish what a crash left, take what hubs have pushed, poll what is due and store it source by
 * source, publish what changed.
 */
export async function runPass(input: PassInput): Promise<PassSummary> {
  const { config, store, now, watch, signal, parts } = input;
  const started = now();
  const { lastPass, troubles } = await store.facts();
  const wrongClock = clockProblem(started, { lastPass });
  if (wrongClock !== null) watch.warn(wrongClock);
  watch.stage('prepare');
  const prepared = await prepareStore(input, started);
  // Servers have said that it was wrong, and it has been set since.
  const wasWrong = troubles.clock !== undefined && !(await clocksDiffer(store, started));
  if (wrongClock !== null && wasWrong) await mendPolls(store, started);
  watch.stage('poll');
  const tally = new Tally(prepared.listed, input.out, watch);
  if (signal.aborted) return tally.summary(NO_FILES, now() - started, true); // perhaps not all is filed
  const taken = await takePushes({ ...input, pass: prepared, tally, port: input.push });
  const verdict = parts.poll ? await pollDue(input, prepared, tally, started) : null;
  if (verdict !== null) await noteVerdict(store, verdict, started);
  const isTrusted = isClockTrusted(await store.facts(), verdict === null ? wrongClock : null);
  watch.stage('retain');
  if (isTrusted && wasWrong)
    for (const mended of await mendDates(store, started)) watch.warn(`the clock was wrong: ${mended}`);
  await retain(store, retentionBy(isTrusted, config), instant(started), signal);
  if (!parts.publish) {
    await store.flush();
    await store.setFacts(factsAfter(input, tally, started));
    input.push?.handled(taken);
    return tally.summary(NO_FILES, now() - started, signal.aborted);
  }
  if (!signal.aborted && !tally.isOffline && isTrusted) await closeWeeks(store, input, instant(started));
  watch.stage('publish');
  await cutRemoved(store, instant(started));
  const grace = graceAfter(signal, PUBLISH_MS);
  const publishing = publish({ ...input, ...prepared, render: 'changes', signal: grace.signal });
  const { edition, files, announce } = await publishing.finally(() => grace.clear());
  const facts = factsAfter(input, tally, started);
  if (edition !== null) {
    await store.rendered(edition, facts, announcing(config, announce));
    input.push?.handled(taken);
  }
  return tally.summary(files, now() - started, signal.aborted);
}

/** That something was published is never taken back: another worker may have published in between. */
function factsAfter(
  { now, signal }: PassInput,
  tally: Tally,
  started: number,
): Pick<Facts, 'lastPass'> & Partial<Pick<Facts, 'published'>> {
  const lastPass = { at: instant(started), ms: now() - started };
  return tally.hasNews && !signal.aborted ? { lastPass, published: true } : { lastPass };
}

/** What is announced, with who is told of it. */
const announcing =
  (config: Config, announce: Publication['announce']): Announcing =>
  (before, fresh) => {
    const { announced, news } = announce(before);
    return { announced, letters: lettersOf(config, { news, fresh }) };
  };

type PublishOnlyInput = Pick<
  PassInput,
  'config' | 'store' | 'classifier' | 'theme' | 'statics' | 'out' | 'version' | 'now'
>;

/**
 * The same without asking any source. Whoever asks for it may have lost or altered files: then all are
 * rendered.
 */
export async function publishOnly(input: PublishOnlyInput): Promise<WriteCounts> {
  return publishPrepared(input, await prepareStore(input, input.now()), 'changes-and-lost');
}

/** What is stored, on its pages and in its feeds. */
export async function publishPrepared(
  input: Omit<PublishOnlyInput, 'classifier'>,
  prepared: Prepared,
  render: 'changes' | 'changes-and-lost',
): Promise<WriteCounts> {
  const { store } = prepared;
  const { now } = prepared.rulings;
  await retain(store, retentionBy(isClockTrusted(await store.facts(), null), input.config), now);
  await cutRemoved(store, now);
  const { edition, files, announce } = await publish({ ...input, ...prepared, render });
  if (edition !== null) await store.rendered(edition, {}, announcing(input.config, announce));
  return files;
}
