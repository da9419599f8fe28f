import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { codeOf } from '../../files/error-code.js';
import { UserError } from '../../model/errors.js';
import { type HttpUrl, httpUrl } from '../../model/values.js';
import { type Document, documentOf } from '../json/document.js';
import { selectText } from '../json/select.js';
import { matchesPath, patternsOf } from './include.js';
import { FILINGS } from './read-files.js';

/** What a feeds.json with its parts said at a revision, as far as it can be read by today's program. */
export interface EarlierConfig {
  readonly sources: readonly HttpUrl[];
  /** Its reading lists, as it names them. */
  readonly lists: readonly string[];
  /** Its `fetch.allow`. */
  readonly allow: readonly string[];
}

/**
 * Reads a feeds.json and its parts as a git revision has them; one that isn't there yet has no sources.
 * Nothing is checked out. Throws a UserError, exit code 2, where there is no such revision or no git.
 */
export async function readAtRevision(file: string, revision: string): Promise<EarlierConfig> {
  const folder = path.dirname(file);
  const commit = await commitOf(folder, revision);
  const listed = await git(folder, ['ls-tree', '-r', '--name-only', '-z', commit]);
  const names = listed.split('\0').filter((name) => name !== '');
  const read = async (name: string): Promise<Document> =>
    documentOf(await git(folder, ['show', `${commit}:./${name}`]), name);
  const main = path.basename(file);
  if (!names.includes(main)) return { sources: [], lists: [], allow: [] };
  const first = await read(main);
  const patterns = patternsOf(first).filter((pattern) => pattern !== null);
  const documents = [first];
  for (const name of names) {
    if (name === main || name === FILINGS) continue;
    if (patterns.some((pattern) => matchesPath(pattern, name))) documents.push(await read(name));
  }
  return {
    sources: documents.flatMap((one) => addressesIn(one)),
    lists: documents.flatMap((one) => textsIn(one, ['sources', '[]', 'opml'])),
    allow: textsIn(first, ['fetch', 'allow', '[]']),
  };
}

const addressesIn = (document: Document): readonly HttpUrl[] =>
  [...textsIn(document, ['sources', '[]']), ...textsIn(document, ['sources', '[]', 'url'])].flatMap(
    (text) => httpUrl(text) ?? [],
  );

const textsIn = ({ json: { root } }: Document, pattern: readonly string[]): readonly string[] =>
  root === null ? [] : selectText(root, pattern).map(({ text }) => text);

async function commitOf(folder: string, revision: string): Promise<string> {
  const name = `${revision}^{commit}`;
  const commit = await git(
    folder,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', name],
    () => `--since: no revision ${JSON.stringify(revision)} in the git repository of feeds.json`,
  );
  return commit.trim();
}

/** What a configuration may be (16 MB a file), and a list of a million files. */
const MOST_BYTES = 64 * 1024 * 1024;

const run = promisify(execFile);

/** What git prints; a UserError where it fails, which says what git says unless `why` does. */
async function git(folder: string, args: readonly string[], why?: () => string): Promise<string> {
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], { maxBuffer: MOST_BYTES });
    return stdout;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') throw new UserError('--since: git is not installed', 2, { cause });
    const said = saidBy(cause);
    throw new UserError(said === '' && why !== undefined ? why() : `--since: git: ${said}`, 2, { cause });
  }
}

const saidBy = (cause: unknown): string =>
  cause instanceof Error && 'stderr' in cause ? (String(cause.stderr).trim().split('\n')[0] ?? '') : '';
