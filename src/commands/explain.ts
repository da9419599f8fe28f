import {
  type Classifier,
  compileRules,
  type Explanation,
  NO_SOURCE,
  type SourceRules,
} from '../classify/index.js';
import { type Subject, subjectOf } from '../classify/match/subject.js';
import { type HandFilings, handFilings } from '../classify/rules/by-hand.js';
import type { Config, Source } from '../config/config.js';
import { readConfig } from '../config/read.js';
import { UserError } from '../model/errors.js';
import type { HandFiling } from '../model/filing.js';
import { findEntries } from '../operate/find-post.js';
import { withReader } from '../operate/site.js';
import { listSources, sourceTitle } from '../sources/listed.js';
import type { SourceRecord } from '../sources/record.js';
import type { OwnedEntry } from '../store/store.js';
import { type ExplainedEntry, explainReport } from '../terminal/explain-report.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { createStyle } from '../terminal/style.js';
import { readFeedInput, sourceOf } from './arguments/feed-input.js';

/** An entry with what its tags depend on. */
interface Case {
  readonly entry: ExplainedEntry & { readonly id: string | null; readonly url: string | null };
  readonly subject: Subject;
  readonly source: SourceRules;
  readonly hand: HandFiling | null;
}

/** `tagwire explain`: why an entry has its tags, term by term, and why it has no others. */
export const explain: RegisterCommand = (command, io) => {
  command.action(async (name: string, options: CommonOptions) => {
    const config = await readConfig(options.config);
    const cases = name === '-' ? await casesOfInput(config, io) : await storedCases(name, config, options);
    report(cases, compileRules(config), options, io);
  });
};

async function casesOfInput(config: Config, io: Io): Promise<readonly Case[]> {
  const feed = await readFeedInput('-', io);
  const source = sourceOf(config, feed.object);
  return feed.items.map(({ object, subject }) => ({
    entry: {
      id: textOrNull(object['id']),
      title: subject.title,
      url: subject.url,
      source: subject.source,
      published: textOrNull(object['date_published']),
    },
    subject,
    source,
    hand: null,
  }));
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function storedCases(name: string, config: Config, options: CommonOptions): Promise<readonly Case[]> {
  return withReader(options, async (store) => {
    const { entries: found } = await findEntries(store, name);
    if (found.length === 0) throw new UserError(`no stored entry has the id or address ${name}`);
    const records = await store.sources();
    const { lists } = await store.facts();
    const listed = new Map(listSources(config, records, lists).map((one) => [one.record.key, one.source]));
    const handOf = handFilings(config.filings);
    return found.map((owned) =>
      caseOf(owned, listed.get(owned.source) ?? null, records.get(owned.source), handOf),
    );
  });
}

function caseOf(
  { entry }: OwnedEntry,
  source: Source | null,
  record: SourceRecord | undefined,
  handOf: HandFilings,
): Case {
  const title = record === undefined ? entry.from.title : sourceTitle(source, record);
  const { id, url, published } = entry;
  return {
    entry: { id, url, published, title: entry.title, source: title },
    subject: subjectOf(entry, title),
    source: source ?? NO_SOURCE,
    hand: handOf(entry),
  };
}

function report(cases: readonly Case[], classifier: Classifier, options: CommonOptions, io: Io): void {
  const explained = cases.map(({ entry, subject, source, hand }): readonly [Case['entry'], Explanation] => [
    entry,
    classifier.explain(subject, source, hand),
  ]);
  if (options.json) {
    const all = explained.map(([entry, explanation]) => ({ ...entry, ...explanation }));
    io.out(`${JSON.stringify(all.length === 1 ? all[0] : all, null, 2)}\n`);
    return;
  }
  const style = createStyle(io);
  io.out(explained.map(([entry, explanation]) => explainReport(entry, explanation, style)).join('\n'));
}
