import { Option } from 'commander';
import { contradictions } from '../classify/report/contradictions.js';
import { checkRuleTests, type RuleTests } from '../classify/report/rule-tests.js';
import { missingVariables } from '../config/environment.js';
import { type ConfigFiles, readFiles } from '../config/files/read-files.js';
import { inOrder, type Problem } from '../config/json/problem.js';
import { type CheckedConfig, parseFiles } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { counted, figure } from '../model/words.js';
import { checkStored, type StoredCheck } from '../operate/check-stored.js';
import { checkWords } from '../operate/check-words.js';
import type { Probed } from '../operate/new-source/probe.js';
import { withReader } from '../operate/site.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { markdownReport } from '../terminal/markdown.js';
import { printable } from '../terminal/printable.js';
import { probeReport, type Since } from '../terminal/probe-report.js';
import { problemBlocks, problemCounts, problemLines } from '../terminal/problems.js';
import { createStyle, type Style } from '../terminal/style.js';
import { termUseReport } from '../terminal/term-use-report.js';
import { oneOf } from './arguments/one-of.js';
import { note } from './note.js';

/** What `check` has found, in the order of the files. */
interface CheckReport {
  readonly problems: readonly Problem[];
  /** Null where the file can't be used. */
  readonly checked: { readonly parsed: CheckedConfig; readonly tests: RuleTests } | null;
  /** What the database says of it; null where there is none. */
  readonly stored: StoredCheck | null;
  /** What the sources that are new are; null where nobody asked, or the file can't be used. */
  readonly probed: { readonly sources: readonly Probed[]; readonly since: Since } | null;
}

const FORMATS = ['text', 'markdown'] as const;

interface CheckOptions extends CommonOptions {
  readonly probe: boolean;
  readonly since?: string;
  readonly format: (typeof FORMATS)[number];
}

/** `tagwire check`: all that can be said of a feeds.json before it is used. Changes nothing. */
export const check: RegisterCommand = (command, io) => {
  command
    .option(
      '--probe',
      'ask the sources that are new, and show what they are and what the rules make of them',
      false,
    )
    .option('--since <revision>', 'new since this git revision of feeds.json; else new to the database')
    .addOption(
      new Option('--format <format>', 'how the report is written: text or markdown')
        .choices(FORMATS)
        .argParser(oneOf('--format', FORMATS))
        .default('text'),
    )
    .addHelpText(
      'after',
      note('--probe stores nothing and sends no secret. It ends with 1 where a source that is new fails.'),
    )
    .action(async (options: CheckOptions) => {
      if (options.since !== undefined && !options.probe) throw new UserError('--since goes with --probe', 2);
      const report = await examine(await readFiles(options.config), options, io);
      if (options.json) io.out(`${JSON.stringify(asJson(report), null, 2)}\n`);
      else if (options.format === 'markdown')
        io.out(markdownReport(report.problems, sumOf(report), report.probed));
      else io.out(asText(report, io));
      if (hasErrors(report)) io.exitWith(2);
      else if (report.probed?.sources.some(isFailure)) io.exitWith(1);
    });
};

const hasErrors = ({ problems }: CheckReport): boolean =>
  problems.some(({ severity }) => severity === 'error');

const isFailure = ({ kind }: Probed): boolean => kind === 'unfetched' || kind === 'no-feed';

async function examine(files: ConfigFiles, options: CheckOptions, io: Io): Promise<CheckReport> {
  const parsed = parseFiles(files);
  if (!parsed.ok) return { problems: parsed.problems, checked: null, stored: null, probed: null };
  const tests = checkRuleTests(parsed);
  const stored = await storedCheck(parsed, options);
  const found = parsed.locate(stored?.findings ?? [], 'warning');
  const unset = parsed.locate(missingVariables(parsed.config, io.env), 'warning');
  const contrary = parsed.locate(contradictions(parsed), 'warning');
  const words = await checkWords(options, parsed.config);
  const unsaid = parsed.locate(words.findings, 'warning');
  const filed = parsed.locateFilings(stored?.filings ?? [], 'warning');
  const problems = [
    ...parsed.warnings(),
    ...tests.problems,
    ...contrary,
    ...found,
    ...unset,
    ...filed,
    ...unsaid,
    ...words.problems,
  ];
  const report = {
    problems: inOrder(problems, parsed.files),
    checked: { parsed, tests },
    stored,
    probed: null,
  };
  if (!options.probe || hasErrors(report)) return report;
  const since = options.since ?? null;
  const { probe } = await import('./check/probe.js');
  return { ...report, probed: { since, sources: await probe(parsed.config, since, options, io) } };
}

/** What is stored, as it is: also while a pass runs. */
function storedCheck(parsed: CheckedConfig, options: CommonOptions): Promise<StoredCheck | null> {
  return withReader(options, async (store) =>
    (await store.sources()).size === 0 ? null : checkStored(parsed, store),
  );
}

function asText(report: CheckReport, io: Io): string {
  const { problems, probed } = report;
  const style = createStyle(io);
  const list = io.outIsTerminal ? problemBlocks(problems, style, io.columns) : problemLines(problems);
  const news = probed === null ? '' : probeReport(probed.sources, probed.since, style, io.columns);
  if (!hasErrors(report)) return `${list}${allWell(report, style)}${news}`;
  return io.outIsTerminal ? `${list}\n${problemCounts(problems, style)}. Nothing was changed.\n` : list;
}

/** `✓ feeds.json: 214 sources, 57 tags, 2 bundles, 114 of 114 rule tests pass`. */
function allWell(report: CheckReport, style: Style): string {
  const sum = sumOf(report);
  if (sum === null) return '';
  const { stored, checked } = report;
  const held = stored === null || stored.withheld === 0 ? '' : heldBack(stored);
  const tags = checked?.parsed.config.tags ?? [];
  const use = stored === null ? '' : termUseReport(stored.use, tags, style);
  return `${style.green(style.marks.ok)} ${printable(sum)}\n${held}${use}`;
}

/** `feeds.json: 214 sources, 57 tags`; null where it can't be used. */
function sumOf(report: CheckReport): string | null {
  const { checked } = report;
  if (checked === null || hasErrors(report)) return null;
  const { config, files } = checked.parsed;
  const { run } = checked.tests;
  const parts = [
    counted(config.sources.length, 'source'),
    ...(config.lists.length > 0 ? [counted(config.lists.length, 'reading list')] : []),
    counted(config.tags.length, 'tag'),
    ...(config.bundles.length > 0 ? [counted(config.bundles.length, 'bundle')] : []),
    ...(config.filings.length > 0 ? [`${counted(config.filings.length, 'post')} filed by hand`] : []),
    ...(files.length > 1 ? [`in ${counted(files.length, 'file')}`] : []),
    ...(run > 0 ? [`${figure(run)} of ${counted(run, 'rule test')} ${run === 1 ? 'passes' : 'pass'}`] : []),
  ];
  return `${config.file}: ${parts.join(', ')}`;
}

const heldBack = ({ withheld, entries }: StoredCheck): string =>
  `  ${figure(withheld)} of ${counted(entries, 'stored post')} ${withheld === 1 ? 'is' : 'are'} held back by "only"\n`;

function asJson({ problems, checked, stored, probed }: CheckReport) {
  const config = checked?.parsed.config;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return {
    ok: errors === 0,
    errors,
    warnings: problems.length - errors,
    problems: problems.map(({ excerpt: _excerpt, ...problem }) => problem),
    ...(config && {
      sources: config.sources.length,
      lists: config.lists.length,
      tags: config.tags.length,
      bundles: config.bundles.length,
    }),
    ...(stored && { stored: { withheld: stored.withheld, ...stored.use } }),
    ...(probed && { probe: probed }),
    ...(checked && { tests: { run: checked.tests.run, failed: checked.tests.problems.length } }),
  };
}
