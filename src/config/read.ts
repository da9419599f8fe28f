import type { Config } from './config.js';
import { ConfigError } from './errors.js';
import { join } from './files/join.js';
import { type ConfigFiles, readFiles, type Unmatched } from './files/read-files.js';
import { checkFilings } from './grammar/filings.js';
import { type Checked, check } from './grammar/issues.js';
import { checkLexicon } from './grammar/lexicon.js';
import { collectNames, impliesCircles, isReadable, unknownNames } from './grammar/names.js';
import { feedsFile } from './grammar/schema.js';
import { repeatedSources } from './grammar/sources.js';
import { badTagTerms } from './grammar/tag-terms.js';
import { badTerms } from './grammar/terms.js';
import { warningsOf } from './grammar/warnings.js';
import { type Document, documentOf, faultsOf } from './json/document.js';
import { type JsonNode, plainValue } from './json/json.js';
import { createLocate, type Finding, type Locate, locateIn } from './json/locate.js';
import { inOrder, type Problem } from './json/problem.js';
import { resolve } from './resolve.js';

/** A configuration that can be used, with what is needed to say more about its file. */
export interface CheckedConfig {
  readonly ok: true;
  readonly config: Config;
  /** feeds.json and its parts, as messages name them and in the order in which they count. */
  readonly files: readonly string[];
  /** What it allows and its author hardly meant; looked for when asked, since only `check` tells it. */
  warnings(): readonly Problem[];
  /** For what others find in the files: rules' tests that fail, terms that never match. */
  readonly locate: Locate;
  /** The same in filings.json. */
  readonly locateFilings: Locate;
  /** Slug of a tag → its key in the file: the second step of the tag's JSON path. */
  readonly tagKeys: ReadonlyMap<string, string>;
}

/** What reading a configuration comes to: a whole one, or every problem in the order of the file. */
export type ParsedConfig =
  | CheckedConfig
  | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]] };

/** Checks the text of a feeds.json that includes no other files. `file` is its name in messages. Pure. */
export const parseConfig = (text: string, file: string): ParsedConfig =>
  parseFiles({ main: documentOf(text, file), parts: [], filings: null, lexicon: null, unmatched: [] });

/** Checks the files of a configuration whole. Pure. */
export function parseFiles({ main, parts, filings, lexicon, unmatched }: ConfigFiles): ParsedConfig {
  const { root, problems: broken, placeOf, ownPath } = join(main, parts);
  const files = [main, ...parts].map(({ file }) => file);
  if (root === null) return refused([...broken, ...(filings === null ? [] : faultsOf(filings))], files);
  const locate = createLocate({ root, placeOf, ownPath });
  const checked = check(feedsFile, plainValue(root));
  const { names, findings } = collectNames(root);
  const found = checked.ok ? [] : checked.findings;
  const more = [
    ...findings,
    ...unknownNames(root, names),
    ...impliesCircles(root, names),
    ...(isReadable(root, 'tags') ? badTagTerms(root, names) : []),
    ...repeatedSources(root, ownPath),
    ...badTerms(root, found),
  ];
  const tags = isReadable(root, 'tags') ? names.tags : null;
  const filed = parseBeside(filings, (file) => checkFilings(file, tags));
  const learned = parseBeside(lexicon, (file) => checkLexicon(file, tags));
  const problems = [
    ...broken,
    ...locate([...found, ...more], 'error'),
    ...filed.problems,
    ...learned.problems,
  ];
  if (!checked.ok || problems.length > 0) return refused(problems, files);
  const config = resolve(main.file, checked.value, names, {
    filings: filed.said,
    lexicon: learned.said,
  });
  const missing = lexicon === null && checked.value.lexicon !== undefined ? [MISSING_LEXICON] : [];
  const warnings = () =>
    locate([...unmatched.map(unmatchedPattern), ...missing, ...warningsOf(root, config)], 'warning');
  return {
    ok: true,
    config,
    files,
    warnings,
    locate,
    locateFilings: filed.locate,
    tagKeys: names.tagKeys,
  };
}

/**
 * The same for what writes the lexicon anew: it need not know the tags of which the one that is there speaks,
 * but only a lexicon may be written over.
 */
export function parseWithoutLexicon(files: ConfigFiles): ParsedConfig {
  const parsed = parseFiles({ ...files, lexicon: null });
  const { problems } = parseBeside(files.lexicon, (file) => checkLexicon(file, null));
  return parsed.ok && problems.length > 0 ? refused(problems, parsed.files) : parsed;
}

/** What a file beside feeds.json says: nothing where there is none, or where `problems` say what is wrong. */
interface Beside<T> {
  readonly said: readonly T[];
  readonly problems: readonly Problem[];
  readonly locate: Locate;
}

function parseBeside<T>(
  document: Document | null,
  read: (root: JsonNode) => Checked<readonly T[]>,
): Beside<T> {
  if (document === null) return { said: [], problems: [], locate: () => [] };
  const problems = faultsOf(document);
  const { root } = document.json;
  if (root === null) return { said: [], problems, locate: () => [] };
  const locate = locateIn(document, root);
  const checked = read(root);
  return checked.ok
    ? { said: checked.value, problems, locate }
    : { said: [], problems: [...problems, ...locate(checked.findings, 'error')], locate };
}

const MISSING_LEXICON: Finding = {
  path: ['lexicon'],
  atKey: false,
  message: 'no file has this name yet',
  help: 'tagwire learn writes it',
};

const unmatchedPattern = ({ index, pattern, isFolder }: Unmatched): Finding => ({
  path: ['include', index],
  atKey: false,
  message: isFolder ? 'a folder, not a file' : 'no file has this name',
  help: isFolder ? 'add "/*.json" to name the files in it' : otherPatterns(pattern),
});

/** What shells know and these patterns don't. */
const otherPatterns = (pattern: string): string | null =>
  /\*\*|[{}[\]]/.test(pattern) ? '* and ? stand for characters of one name, and nothing else for any' : null;

function refused(problems: readonly Problem[], files: readonly string[]): ParsedConfig {
  const [first, ...rest] = inOrder(problems, files);
  if (first === undefined) throw new TypeError('a refused file has a problem');
  return { ok: false, problems: [first, ...rest] };
}

/**
 * Reads and checks a feeds.json with its parts. Throws a ConfigError with every problem of what can't be
 * used.
 */
export async function readConfig(file: string): Promise<Config> {
  const parsed = parseFiles(await readFiles(file));
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  return parsed.config;
}
