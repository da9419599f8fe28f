import { readFile } from 'node:fs/promises';
import { readOpml } from '../config/opml.js';
import { UserError } from '../errors.js';
import { decode } from '../parse/decode.js';
import { importOpml } from './import-opml.js';
import type { CommonOptions, Io, RegisterCommand } from './io.js';

/** `tagwire import`: sources from OPML into feeds.json. */
export const importCommand: RegisterCommand = (program, io) => {
  program
    .command('import')
    .description('add the sources of an OPML file to feeds.json')
    .argument('<file...>', 'OPML files; - for standard input')
    .action(async (files: string[], options: CommonOptions) => {
      for (const file of files) await importFile(file, options, io);
    });
};

async function importFile(file: string, options: CommonOptions, io: Io): Promise<void> {
  const { text } = decode(file === '-' ? await io.stdin() : await read(file), null);
  const opml = readOpml(text);
  if (!opml.ok) throw new UserError(`${file === '-' ? 'standard input' : file} is ${opml.reason}`);
  await importOpml(file, opml, options, io);
}

async function read(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw new UserError(`reading ${file}: ${cause instanceof Error ? cause.message : String(cause)}`, 1, {
      cause,
    });
  }
}
