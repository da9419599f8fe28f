import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { readOpml } from '../config/opml/read.js';
import { whyUnread } from '../files/causes.js';
import { UserError } from '../model/errors.js';
import type { OpenDocument } from '../operate/exchange/read-items.js';
import { decode } from '../parse/bytes/decode.js';
import type { Io, RegisterCommand } from '../terminal/io.js';
import { type ImportOptions, importFeeds, type NamedDocument } from './import-feeds.js';
import { importOpml } from './import-opml.js';
import { note } from './note.js';

/** `tagwire import`: sources from OPML into feeds.json, entries from JSON Feeds into the database. */
export const importCommand: RegisterCommand = (command, io) => {
  command
    .option('--keep-tags', 'imported items keep their tags, whatever the rules say', false)
    .addHelpText(
      'after',
      note('What is known already is skipped. Imported items are published by the next run or publish.'),
    )
    .action(async (files: string[], options: ImportOptions) => {
      const feeds: NamedDocument[] = [];
      for (const document of await documents(files, io)) {
        const start = await firstCharacter(document.open);
        if (start === '{') feeds.push(document);
        else await importSources(document, options, io);
      }
      if (feeds.length > 0) await importFeeds(feeds, options, io);
    });
};

async function importSources({ name, open }: NamedDocument, options: ImportOptions, io: Io): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of open()) chunks.push(chunk);
  const opml = readOpml(decode(Buffer.concat(chunks), null).text);
  if (!opml.ok) throw new UserError(`${name} is ${opml.reason}`);
  await importOpml(name, opml, options, io);
}

async function documents(files: readonly string[], io: Io): Promise<readonly NamedDocument[]> {
  const found: NamedDocument[] = [];
  for (const file of files) {
    if (file === '-') found.push(await standardInput(io));
    else for (const name of await filesAt(file)) found.push({ name, open: () => readFrom(name) });
  }
  return found;
}

async function standardInput(io: Io): Promise<NamedDocument> {
  const bytes = await io.stdin();
  const open: OpenDocument = async function* () {
    yield bytes;
  };
  return { name: 'standard input', open };
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

async function firstCharacter(open: OpenDocument): Promise<string> {
  for await (const chunk of open()) {
    const start = /[^\s\ufeff]/.exec(new TextDecoder().decode(chunk.subarray(0, 1024)))?.[0];
    if (start !== undefined) return start;
  }
  return '';
}

function unreadable(file: string, cause: unknown): UserError {
  if (cause instanceof UserError) return cause;
  return new UserError(`${file}: ${whyUnread(cause)}`, 1, { cause });
}
