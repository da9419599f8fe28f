import { contradictions } from '../classify/report/contradictions.js';
import { checkRuleTests, type RuleTests } from '../classify/report/rule-tests.js';
import { missingVariables } from '../config/environment.js';
import { type ConfigFiles, readFiles } from '../config/files/read-files.js';
import { inOrder, type Problem } from '../config/json/problem.js';
import { type CheckedConfig, parseFiles } from '../config/read.js';
import { counted, figure } from '../model/words.js';
import { checkStored, type StoredCheck } from '../operate/check-stored.js';
import { withReader } from '../operate/site.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { printable } from '../terminal/printable.js';
import { problemBlocks, problemCounts, problemLines } from '../terminal/problems.js';
import { createStyle, type Style } from '../terminal/style.js';

/** What `check` has found, in the order of the files. */
interface CheckReport {
  readonly problems: readonly Problem[];
  /** Null where the file can't be used. */
  readonly checked: { readonly parsed: CheckedConfig; readonly tests: RuleTests } | null;
  /** What the database says of it; null where there is none. */
  readonly stored: StoredCheck | null;
}

/** `tagwire check`: all that can be said of a feeds.json before it is used. Changes nothing. */
export const check: RegisterCommand = (command, io) => {
  command.action(async (options: CommonOptions) => {
    const report = await examine(await readFiles(options.config), options, io);
    if (options.json) io.out(`${JSON.stringify(asJson(report), null, 2)}\n`);
    else io.out(asText(report, io));
    if (report.problems.some(({ severity }) => severity === 'error')) io.exitWith(2);
  });
};

async function examine(files: ConfigFiles, options: CommonOptions, { env }: Io): Promise<CheckReport> {
  const parsed = parseFiles(files);
  if (!parsed.ok) return { problems: parsed.problems, checked: null, stored: null };
  const tests = checkRuleTests(parsed);
  const stored = await storedCheck(parsed, options);
  const found = parsed.locate(stored?.findings ?? [], 'warning');
  const unset = parsed.locate(missingVariables(parsed.config, env), 'warning');
  const contrary = parsed.locate(contradictions(parsed), 'warning');
  const filed = parsed.locateFilings(stored?.filings ?? [], 'warning');
  const problems = [...parsed.warnings(), ...tests.problems, ...contrary, ...found, ...unset, ...filed];
  return { problems: inOrder(problems, parsed.files), checked: { parsed, tests }, stored };
}

/** What is stored, as it is: also while a pass runs. */
function storedCheck(parsed: CheckedConfig, options: CommonOptions): Promise<StoredCheck | null> {
  return withReader(options, async (store) =>
    (await store.sources()).size === 0 ? null : checkStored(parsed, store),
  );
}

function asText(report: CheckReport, io: Io): string {
  const { problems } = report;
  const style = createStyle(io);
  const list = io.outIsTerminal ? problemBlocks(problems, style, io.columns) : problemLines(problems);
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  if (!hasErrors) return `${list}${allWell(report, style)}`;
  return io.outIsTerminal ? `${list}\n${problemCounts(problems, style)}. Nothing was changed.\n` : list;
}

/** `✓ feeds.json: 214 sources, 57 tags, 2 bundles, 114 of 114 rule tests pass`. */
function allWell({ checked, stored }: CheckReport, style: Style): string {
  if (checked === null) return '';
  const { config, files } = checked.parsed;
  const { run } = checked.tests;
  const parts = [
    counted(config.sources.length, 'source'),
    counted(config.tags.length, 'tag'),
    ...(config.bundles.length > 0 ? [counted(config.bundles.length, 'bundle')] : []),
    ...(config.filings.length > 0 ? [`${counted(config.filings.length, 'post')} filed by hand`] : []),
    ...(files.length > 1 ? [`in ${counted(files.length, 'file')}`] : []),
    ...(run > 0 ? [`${figure(run)} of ${figure(run)} rule tests pass`] : []),
  ];
  const held = stored === null || stored.withheld === 0 ? '' : heldBack(stored);
  return `${style.green(style.marks.ok)} ${printable(config.file)}: ${parts.join(', ')}\n${held}`;
}

const heldBack = ({ withheld, entries }: StoredCheck): string =>
  `  ${figure(withheld)} of ${counted(entries, 'stored post')} ${withheld === 1 ? 'is' : 'are'} held back by "only"\n`;

function asJson({ problems, checked, stored }: CheckReport) {
  const config = checked?.parsed.config;
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return {
    ok: errors === 0,
    errors,
    warnings: problems.length - errors,
    problems: problems.map(({ excerpt: _excerpt, ...problem }) => problem),
    ...(config && {
      sources: config.sources.length,
      tags: config.tags.length,
      bundles: config.bundles.length,
    }),
    ...(stored && { stored: { entries: stored.entries, withheld: stored.withheld } }),
    ...(checked && { tests: { run: checked.tests.run, failed: checked.tests.problems.length } }),
  };
}
