import path from 'node:path';
import { UserError } from '../../model/errors.js';
import type { HandFiling } from '../../model/filing.js';
import { ConfigError } from '../errors.js';
import { FILINGS, readFiles } from '../files/read-files.js';
import { documentOf } from '../json/document.js';
import { parseFiles } from '../read.js';
import { filePost, NO_FILINGS } from './file-post.js';
import { createFile, replaceText } from './write.js';

/** What is to be said of a post. */
export interface Refiling {
  /** How filings.json names it, unless it has it already. */
  readonly post: string;
  /** Whether a filing that is there is of the post. */
  readonly isOf: (filing: HandFiling) => boolean;
  /** Slugs of tags. */
  readonly add: readonly string[];
  readonly drop: readonly string[];
  /** Null leaves the note that is there. */
  readonly note: string | null;
}

/** A post as it is filed by hand from now on, and the file that says so. */
export interface Refiled {
  readonly filing: HandFiling;
  readonly file: string;
}

/**
 * Files a post by hand, in the filings.json beside a feeds.json: a tag that is added is dropped no longer,
 * and the reverse; what was said of others stays. The files are read afresh, and filings.json is made where
 * it is not there yet. Throws a ConfigError where the configuration is not usable as it stands; then nothing
 * is changed.
 */
export async function fileByHand(
  config: string,
  { post, isOf, add, drop, note }: Refiling,
): Promise<Refiled> {
  const files = await readFiles(config);
  const parsed = parseFiles(files);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  const { filings } = parsed.config;
  const index = filings.findIndex(isOf);
  const known = filings[index];
  const filing: HandFiling = {
    post: known?.post ?? post,
    add: joined(known?.add ?? [], add, drop),
    drop: joined(known?.drop ?? [], drop, add),
    note: note ?? known?.note ?? null,
  };
  const file = files.filings?.file ?? path.join(path.dirname(config), FILINGS);
  const text = filePost(files.filings?.text ?? NO_FILINGS, known === undefined ? null : index, {
    post: filing.post,
    add: isSame(filing.add, known?.add) ? null : filing.add,
    drop: isSame(filing.drop, known?.drop) ? null : filing.drop,
    note,
  });
  const anew = parseFiles({ ...files, filings: documentOf(text, file) });
  if (!anew.ok) throw new TypeError(`${file} would be left with a problem: ${anew.problems[0].message}`);
  if (files.filings !== null) await replaceText(file, text);
  else if (!(await createFile(file, text))) throw new UserError(`${file} has just appeared; try again`);
  return { filing, file };
}

const joined = (
  known: readonly string[],
  more: readonly string[],
  less: readonly string[],
): readonly string[] => [...new Set([...known, ...more])].filter((slug) => !less.includes(slug));

const isSame = (list: readonly string[], known: readonly string[] = []): boolean =>
  list.length === known.length && list.every((slug, index) => slug === known[index]);
