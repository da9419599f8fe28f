import { compileRules } from '../classify/index.js';
import type { Config } from '../config/config.js';
import { readConfig } from '../config/read.js';
import { nearestOf, type Unlabelled } from '../operate/exchange/label-feed.js';
import { Missed, type MissedPost } from '../operate/missed.js';
import { withReader } from '../operate/site.js';
import type { CommonOptions, Io } from '../terminal/io.js';
import type { MissedRow } from '../terminal/missed-report.js';
import { sinceWhen } from './arguments/since.js';

/*
 * What `untagged` and `held` have in common.
 */

export interface MissedOptions extends CommonOptions {
  readonly since?: string;
}

/** Posts that a report lists. */
export const SHOWN = 50;

/** Hands `use` what the rules miss of what is stored. */
export async function withMissed(
  options: MissedOptions,
  io: Io,
  use: (missed: Missed, config: Config) => Promise<void>,
): Promise<void> {
  const since = sinceWhen(options.since, io.now());
  const config = await readConfig(options.config);
  const classifier = compileRules(config);
  await withReader(options, async (store) =>
    use(await Missed.in(store, { config, classifier }, since, io.now()), config),
  );
}

/** The same posts, each with how near it came to tags. */
export async function* explained(
  missed: Missed,
  posts: AsyncIterable<MissedPost>,
): AsyncIterable<Unlabelled> {
  for await (const post of posts) yield { ...post, explanation: missed.explain(post) };
}

export const rowsOf = (missed: Missed, posts: readonly MissedPost[]): readonly MissedRow[] =>
  posts.map((post) => {
    const { title, id, published } = post.entry;
    return { title, id, published, from: post.from, nearest: nearestOf(missed.explain(post)) };
  });
