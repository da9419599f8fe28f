import { compileRules, NO_SOURCE } from '../classify/index.js';
import { subjectOf } from '../classify/match/subject.js';
import { type LintedEntry, type LintReport, lintRules } from '../classify/report/lint.js';
import type { Lint } from '../classify/report/term-lint.js';
import { handFilings } from '../classify/rules/by-hand.js';
import type { Config } from '../config/config.js';
import type { Finding } from '../config/json/locate.js';
import type { CheckedConfig } from '../config/read.js';
import type { SourceKey } from '../model/values.js';
import { counted, day, figure } from '../model/words.js';
import { movedTo } from '../schedule/index.js';
import { listSources, sourceTitle } from '../sources/listed.js';
import { type KnownLists, knownList } from '../sources/reading-lists.js';
import type { SourceRecord } from '../sources/record.js';
import type { StoreReader } from '../store/store.js';
import { HandCheck } from './check-filings.js';

/** What the database says of a configuration. */
export interface StoredCheck {
  readonly findings: readonly Finding[];
  /** The same of filings.json. */
  readonly filings: readonly Finding[];
  /** Stored entries, and those of them that `only` holds back. */
  readonly entries: number;
  readonly withheld: number;
  /** How the terms of tags are used: to be looked at, and no fault. */
  readonly use: TermUse;
}

/** Terms that found next to nothing, and those that found nearly all of their tag. */
export type TermUse = Pick<LintReport, 'entries' | 'seldom' | 'mainstays'>;

/**
 * Holds a configuration against what is stored: terms that do nothing, sources that moved or are gone.
 * Changes nothing.
 */
export async function checkStored(
  { config, tagKeys }: CheckedConfig,
  store: StoreReader,
): Promise<StoredCheck> {
  const hand = new HandCheck(config, compileRules(config));
  const report = await lintRules(config, lintedEntries(config, store, hand));
  return {
    findings: [
      ...sourceFindings(config, await store.sources(), (await store.facts()).lists),
      ...termFindings(report, tagKeys),
    ],
    filings: hand.findings(),
    entries: report.entries,
    withheld: report.withheld,
    use: { entries: report.entries, seldom: report.seldom, mainstays: report.mainstays },
  };
}

async function* lintedEntries(
  config: Config,
  store: StoreReader,
  filings: HandCheck,
): AsyncIterable<LintedEntry> {
  const handOf = handFilings(config.filings);
  const records = await store.sources();
  const listed = new Map(
    listSources(config, records, (await store.facts()).lists).map(({ source, record }) => [
      record.key,
      source,
    ]),
  );
  for (const record of records.values()) {
    const source = listed.get(record.key) ?? null;
    const title = sourceTitle(source, record);
    for await (const entries of store.entries(record.key)) {
      for (const entry of entries) {
        const hand = handOf(entry);
        const linted = { subject: subjectOf(entry, title), source: source ?? NO_SOURCE, hand };
        filings.see(entry, linted);
        yield linted;
      }
    }
  }
}

function sourceFindings(
  config: Config,
  records: ReadonlyMap<SourceKey, SourceRecord>,
  lists: KnownLists,
): readonly Finding[] {
  return [...listFindings(config, lists), ...goneOrMoved(config, records)];
}

/** Lists that can't be taken as they are now. */
const listFindings = (config: Config, lists: KnownLists): readonly Finding[] =>
  config.lists.flatMap(({ opml, place }) => {
    const problem = knownList(lists, opml)?.problem ?? null;
    if (problem === null) return [];
    const message = `${problem.message}, since ${day(problem.since)}; what it named before goes on`;
    return [{ path: ['sources', place, 'opml'], atKey: false, message, help: null }];
  });

/** What a list names is for its keeper to mend. */
function goneOrMoved(config: Config, records: ReadonlyMap<SourceKey, SourceRecord>): readonly Finding[] {
  return listSources(config, records, {}).flatMap(({ record: { poll }, source }): Finding[] => {
    const path = ['sources', source.place, 'url'];
    const moved = movedTo(poll);
    if (poll.gone?.confirmed === true) {
      return [
        {
          path,
          atKey: false,
          message: `gone for good (410) since ${day(poll.gone.since)}`,
          help: 'its posts stay when it is taken out',
        },
      ];
    }
    if (moved === null) return [];
    return [
      {
        path,
        atKey: false,
        message: `moved for good to ${moved}`,
        help: 'write that address; its posts and state move with it',
      },
    ];
  });
}

function termFindings(
  { lints, onlyByDefault, entries }: LintReport,
  tagKeys: CheckedConfig['tagKeys'],
): readonly Finding[] {
  const keyOf = (slug: string): string => tagKeys.get(slug) ?? slug;
  const stored = counted(entries, 'stored post');
  const single = lints
    .filter(({ kind }) => kind !== 'never')
    .map((lint): Finding => {
      const { message, help } = said(lint, stored);
      return { path: [...listPath(lint, keyOf), lint.index], atKey: false, message, help };
    });
  const defaults = onlyByDefault.map(
    (slug): Finding => ({
      path: ['tags', keyOf(slug)],
      atKey: true,
      message: `no term of this tag has filed any of ${stored}: it is only given as the default of its group`,
      help: null,
    }),
  );
  return [...single, ...neverFindings(lints, keyOf, stored), ...defaults];
}

/** Terms that are found nowhere, together for each list: young databases have many. */
function neverFindings(
  lints: readonly Lint[],
  keyOf: (slug: string) => string,
  stored: string,
): readonly Finding[] {
  const byList = new Map<string, Lint[]>();
  for (const lint of lints) {
    if (lint.kind !== 'never') continue;
    const list = JSON.stringify(listPath(lint, keyOf));
    byList.set(list, [...(byList.get(list) ?? []), lint]);
  }
  return [...byList.values()].map((never): Finding => {
    const [first] = never;
    if (first === undefined) throw new TypeError('a list of lints is never empty');
    const named = never
      .slice(0, 3)
      .map(({ term }) => JSON.stringify(term))
      .join(', ');
    const more = never.length > 3 ? ` and ${figure(never.length - 3)} more terms` : '';
    const verb = never.length === 1 ? 'is' : 'are';
    return {
      path: [...listPath(first, keyOf), first.index],
      atKey: false,
      message: `${named}${more} ${verb} in none of ${stored}`,
      help: null,
    };
  });
}

function listPath({ tag, list }: Lint, keyOf: (slug: string) => string): readonly (string | number)[] {
  return tag === null ? ['only'] : ['tags', keyOf(tag), list];
}

function said(lint: Lint, stored: string): Pick<Finding, 'message' | 'help'> {
  const term = JSON.stringify(lint.term);
  if (lint.kind === 'shadowed')
    return {
      message: `${term} adds nothing beside ${JSON.stringify(lint.by)}, which is found wherever it is`,
      help: null,
    };
  const often = lint.kind === 'often' ? figure(lint.entries) : '';
  return { message: `${term} is in ${often} of ${stored}: it tells little`, help: null };
}
