import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import { type NewSite, siteOf, starterFor } from '../config/edit/starter.js';
import { createFile } from '../config/edit/write.js';
import { type ConfigFiles, readFiles } from '../config/files/read-files.js';
import { feedsSchema } from '../config/grammar/json-schema.js';
import { urlFault } from '../config/grammar/values.js';
import { installed } from '../installed.js';
import { UserError } from '../model/errors.js';
import { counted } from '../model/words.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { printable } from '../terminal/printable.js';
import { createStyle } from '../terminal/style.js';
import { oneOf } from './arguments/one-of.js';

/** What there is to begin with: each a feeds.json of the package. */
const STARTERS = {
  example: 'starters/example.json',
  empty: 'starters/empty.json',
  python: 'starters/python.json',
  rust: 'feeds.json',
} as const;

interface InitOptions extends CommonOptions {
  readonly from: keyof typeof STARTERS;
  readonly yes: boolean;
}

/** The program's option: the folder that all is done in. */
interface InFolder {
  readonly C?: string;
}

/** What the operator has answered. */
interface Answers extends NewSite {
  /** Addresses of blogs, to look for their feeds. */
  readonly blogs: readonly string[];
}

/** `tagwire init`: writes a feeds.json to begin with, and its schema for editors. Never overwrites. */
export const init: RegisterCommand = (command, io) => {
  command
    .addOption(
      new Option(
        '--from <starter>',
        'what to begin with: example (two tags), empty, or the blogs and rules of a community, python or rust',
      )
        .choices(Object.keys(STARTERS))
        .argParser(oneOf('--from', Object.keys(STARTERS)))
        .default('example'),
    )
    .option('--yes', 'do not ask', false)
    .action((options: InitOptions) => begin(options, command.parent?.opts<InFolder>().C, io));
};

async function begin(options: InitOptions, folder: string | undefined, io: Io): Promise<void> {
  const starter = await readFiles(installed(STARTERS[options.from]));
  const files = filesOf(starter, options.config);
  const inTheWay = [options.config, ...files.keys()].find((file) => existsSync(file));
  if (inTheWay !== undefined) throw new UserError(`${inTheWay} is there already`, 2);
  const answers = await answered(starter, options, io);
  if (answers === null) throw new UserError('nothing was written: no answer came');
  await writeAll(options.config, starterFor(starter.main.text, answers), files);
  io.out(wrote(options, files.size, io));
  if (answers.blogs.length > 0) {
    const { addAll } = await import('./add.js');
    await addAll(answers.blogs, { ...options, tag: [], yes: true, dryRun: false }, io);
  }
  io.out(nextCommands(options, folder, io));
}

/** All files, or none: one that is there is in the way of the next try. */
async function writeAll(config: string, text: string, files: ReadonlyMap<string, string>): Promise<void> {
  const schema = path.join(path.dirname(config), 'feeds.schema.json');
  const made: string[] = [];
  try {
    for (const [file, content] of [[config, text] as const, ...files, [schema, feedsSchema()] as const]) {
      if (file !== config) mkdirSync(path.dirname(file), { recursive: true });
      if (await createFile(file, content)) made.push(file);
      else if (file === config) throw new UserError(`${config} is there already`, 2);
    }
  } catch (error) {
    for (const file of made) rmSync(file, { force: true });
    throw error;
  }
}

/** The parts of a starter and its lexicon, by where they are going to stand. */
function filesOf({ main, parts, lexicon }: ConfigFiles, config: string): ReadonlyMap<string, string> {
  const below = (file: string): string => path.relative(path.dirname(main.file), file);
  const files = lexicon === null ? parts : [...parts, lexicon];
  return new Map(files.map(({ file, text }) => [path.join(path.dirname(config), below(file)), text]));
}

/** Null where whoever was asked has gone. */
async function answered(
  { main }: ConfigFiles,
  { yes }: InitOptions,
  { ask, err }: Io,
): Promise<Answers | null> {
  const proposed = siteOf(main.text);
  if (yes || ask === null) return { ...proposed, blogs: [] };
  const title = await ask(`Title of the site [${proposed.title}]: `);
  if (title === null) return null;
  const url = await askUrl(proposed.url, ask, err);
  if (url === null) return null;
  const blogs = await ask('First blogs, addresses with spaces between, or none for now: ');
  if (blogs === null) return null;
  return {
    title: title.trim() || proposed.title,
    url,
    blogs: blogs.split(/[\s,]+/).filter((word) => word !== ''),
  };
}

/** Asks until an address comes that can be used. */
async function askUrl(proposed: string, ask: NonNullable<Io['ask']>, err: Io['err']): Promise<string | null> {
  for (;;) {
    const answer = await ask(`Address that readers will use, if you know it yet [${proposed}]: `);
    if (answer === null) return null;
    const url = answer.trim();
    if (url === '') return proposed;
    const fault = urlFault(url);
    const reason =
      fault === null && /[?#]/.test(url) ? 'a site’s address has no query or fragment' : fault?.message;
    if (reason === undefined) return url;
    const help = fault?.help == null ? '' : `; ${fault.help}`;
    err(`${printable(reason + help)}\n`);
  }
}

function wrote({ config }: InitOptions, parts: number, io: Io): string {
  const { green, marks } = createStyle(io);
  const more = parts === 0 ? '' : ` and ${counted(parts, 'part')} of it`;
  return `${green(marks.ok)} Wrote ${printable(config)}${more}\n`;
}

/** The next three command lines, as this one was called. */
function nextCommands({ config }: InitOptions, folder: string | undefined, io: Io): string {
  const { bold, dim } = createStyle(io);
  const program = io.env['npm_command'] === 'exec' ? 'npx tagwire' : 'tagwire';
  const from = folder === undefined ? '' : ` -C ${printable(folder)}`;
  const where = config === 'feeds.json' ? '' : ` --config ${printable(config)}`;
  const lines = [
    ['add https://…', 'finds the feed of a blog and adds it; as many as you like'],
    ['check', 'tells what is left to do in it, and tests its rules'],
    ['start', 'polls the blogs and serves the site at http://127.0.0.1:8080/'],
  ].map(([words = '', does = '']) => [`${program}${from} ${words}${where}`, does] as const);
  const width = Math.max(...lines.map(([line]) => line.length));
  return `Next:\n${lines.map(([line, does]) => `  ${bold(line)}${' '.repeat(width - line.length)}  ${dim(does)}\n`).join('')}`;
}
