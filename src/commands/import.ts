import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readOpml } from '../config/opml/read.js';
import { whyUnread } from '../files/causes.js';
import { type KeptInput, keepInput } from '../files/kept-input.js';
import { UserError } from '../model/errors.js';
import { isBackup } from '../operate/exchange/backup-lines.js';
import type { OpenDocument } from '../operate/exchange/read-items.js';
import { decode } from '../parse/bytes/decode.js';
import type { Io, RegisterCommand } from '../terminal/io.js';
import { inputName, whole } from './arguments/input.js';
import { importBackup } from './import/backup.js';
import { type ImportOptions, importFeeds, type NamedDocument } from './import/feeds.js';
import { importOpml } from './import/opml.js';
import { note } from './note.js';

/**
 * `tagwire import`: sources from OPML into feeds.json, entries from JSON Feeds or a backup into the database.
 */
export const importCommand: RegisterCommand = (command, io) => {
  command
    .option('--keep-tags', 'imported items keep their tags, whatever the rules say', false)
    .addHelpText(
      'after',
      note(
        'What is known already is skipped. Imported items are published by the next run or publish. A backup (export --all) is imported where there is no database yet, and gives the very same one.',
      ),
    )
    .action(async (files: string[], options: ImportOptions) => {
      const config = files.find((file) => path.resolve(file) === path.resolve(options.config));
      if (config !== undefined) throw new UserError(`${config} is the configuration itself; ${TAKEN}`, 2);
      const input = files.includes('-') ? await keepInput(io.stdin(), options.data) : null;
      try {
        await importAll(await documents(files, input), options, io);
      } finally {
        await input?.letGo();
      }
    });
};

const TAKEN = 'import takes OPML, JSON Feeds, and backups of tagwire export --all';

async function importAll(found: readonly NamedDocument[], options: ImportOptions, io: Io): Promise<void> {
  const starts = await Promise.all(found.map(({ open }) => startOf(open)));
  const [only] = found;
  if (only !== undefined && starts.some(isBackup)) {
    if (found.length > 1)
      throw new UserError('a backup is imported alone, where there is no database yet', 2);
    await importBackup(only, options, io);
    return;
  }
  const feeds: NamedDocument[] = [];
  for (const [index, document] of found.entries()) {
    if (starts[index]?.startsWith('{')) feeds.push(document);
    else await importSources(document, options, io);
  }
  if (feeds.length > 0) await importFeeds(feeds, options, io);
}

async function importSources({ name, open }: NamedDocument, options: ImportOptions, io: Io): Promise<void> {
  const opml = readOpml(decode(await whole(open()), null).text);
  if (!opml.ok) throw new UserError(`${name} is ${opml.reason}; ${TAKEN}`);
  await importOpml(name, opml, options, io);
}

async function documents(
  files: readonly string[],
  input: KeptInput | null,
): Promise<readonly NamedDocument[]> {
  const found: NamedDocument[] = [];
  for (const file of files) {
    if (file === '-' && input !== null) found.push({ name: inputName(file), open: input.read });
    else for (const name of await filesAt(file)) found.push({ name, open: () => readFrom(name) });
  }
  return found;
}

/** The file itself, or the JSON files of a folder. */
async function filesAt(file: string): Promise<readonly string[]> {
  try {
    if (!(await stat(file)).isDirectory()) return [file];
    const names = (await readdir(file)).filter((name) => /\.json$/i.test(name)).sort();
    if (names.length === 0) throw new UserError(`${file} has no .json files`);
    return names.map((name) => path.join(file, name));
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

async function* readFrom(file: string): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) yield chunk as Uint8Array;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** What a document begins with, white space aside. */
async function startOf(open: OpenDocument): Promise<string> {
  for await (const chunk of open()) {
    const start = new TextDecoder().decode(chunk.subarray(0, 1024)).trimStart();
    if (start !== '') return start;
  }
  return '';
}

function unreadable(file: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause;
  return new UserError(`${file}: ${whyUnread(cause)}`, 1, { cause });
}
