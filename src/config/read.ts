import { readFile, stat } from 'node:fs/promises';
import { whyUnread } from '../files/causes.js';
import { codeOf } from '../files/error-code.js';
import { UserError } from '../model/errors.js';
import { megabytes } from '../model/words.js';
import type { Config } from './config.js';
import { ConfigError } from './errors.js';
import { check } from './grammar/issues.js';
import { collectNames, impliesCycles, unknownNames } from './grammar/names.js';
import { feedsFile } from './grammar/schema.js';
import { repeatedSources } from './grammar/sources.js';
import { badTerms } from './grammar/terms.js';
import { warningsOf } from './grammar/warnings.js';
import { type JsonFault, plainValue, readJson } from './json/json.js';
import { type Lines, linesOf } from './json/lines.js';
import { createLocate, type Locate, placeOf } from './json/locate.js';
import { type Problem, showPath } from './json/problem.js';
import { resolve } from './resolve.js';

/** A configuration that can be used, with what is needed to say more about its file. */
export interface CheckedConfig {
  readonly ok: true;
  readonly config: Config;
  /** What it allows and its author hardly meant; looked for when asked, since only `check` tells it. */
  warnings(): readonly Problem[];
  /** For what others find in the file: rules' tests that fail, terms that never match. */
  readonly locate: Locate;
  /** Slug of a tag → its key in the file: the second step of the tag's JSON path. */
  readonly tagKeys: ReadonlyMap<string, string>;
}

/** What reading a configuration comes to: a whole one, or every problem in the order of the file. */
export type ParsedConfig =
  | CheckedConfig
  | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]] };

/** 5,000 sources and 1,000 tags take about 1 MB; a file of this size is something else. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Checks the text of a feeds.json whole. `file` is its name in messages. Pure. */
export function parseConfig(text: string, file: string): ParsedConfig {
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  const lines = linesOf(json);
  const { root, faults } = readJson(json, lines);
  const broken = faults.map((fault) => faultProblem(fault, file, lines));
  if (root === null) return refused(broken);
  const locate = createLocate(root, file, lines);
  const checked = check(feedsFile, faults.length === 0 ? JSON.parse(json) : plainValue(root));
  const { names, findings } = collectNames(root);
  const found = checked.ok ? [] : checked.findings;
  const more = [
    ...findings,
    ...unknownNames(root, names),
    ...impliesCycles(root, names),
    ...repeatedSources(root),
    ...badTerms(root, found),
  ];
  const problems = [...broken, ...locate([...found, ...more], 'error')];
  if (!checked.ok || problems.length > 0) return refused(problems);
  const config = resolve(file, checked.value, names);
  const warnings = () => locate(warningsOf(root, config), 'warning');
  return { ok: true, config, warnings, locate, tagKeys: names.tagKeys };
}

function refused(problems: readonly Problem[]): ParsedConfig {
  const [first, ...rest] = inOrder(problems);
  if (first === undefined) throw new TypeError('a refused file has a problem');
  return { ok: false, problems: [first, ...rest] };
}

const faultProblem = (fault: JsonFault, file: string, lines: Lines): Problem => ({
  severity: 'error',
  message: fault.message,
  help: fault.help,
  path: showPath(fault.path),
  ...placeOf(fault, file, lines),
});

/** Reads and checks a feeds.json. Throws a ConfigError with every problem of a file that can't be used. */
export async function readConfig(file: string): Promise<Config> {
  const parsed = parseConfig(await readText(file), file);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  return parsed.config;
}

/** The text of a configuration file. Throws a UserError, exit code 2, where there is none to read. */
export async function readText(file: string): Promise<string> {
  const bytes = await readBytes(file);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${file} is not in UTF-8; save it as UTF-8`, 2, { cause });
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  let size: number;
  try {
    size = (await stat(file)).size;
    if (size <= MAX_BYTES) return await readFile(file);
  } catch (cause) {
    throw new UserError(whyUnreadable(file, cause), 2, { cause });
  }
  throw new UserError(`${file} has ${megabytes(size)}, too much for a configuration; 16 MB is the most`, 2);
}

function whyUnreadable(file: string, cause: unknown): string {
  switch (codeOf(cause)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return `no ${file} here; tagwire init makes one, --config names one`;
    case 'EISDIR':
      return `${file} is a folder; --config names the file in it`;
    default:
      return `${file}: ${whyUnread(cause)}`;
  }
}

/** In the order of the file; what two checks found alike is said once. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Map(
    problems.map((problem) => [
      `${problem.line}:${problem.column}:${problem.path}:${problem.message}`,
      problem,
    ]),
  );
  return [...seen.values()].sort((a, b) => a.line - b.line || a.column - b.column);
}
