import path from 'node:path';
import { helps, type Learned, learn as learnFrom } from '../classify/learn/learn.js';
import { lexiconText } from '../classify/learn/lexicon-text.js';
import type { Labelled } from '../classify/report/evaluate.js';
import type { Config } from '../config/config.js';
import { writeLexicon } from '../config/edit/write-lexicon.js';
import { ConfigError } from '../config/errors.js';
import { readFiles, readMain } from '../config/files/read-files.js';
import { parseWithoutLexicon } from '../config/read.js';
import { UserError } from '../model/errors.js';
import { counted } from '../model/words.js';
import { filedEntries } from '../operate/labelled.js';
import { withReader } from '../operate/site.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { learnReport } from '../terminal/learn-report.js';
import { createStyle } from '../terminal/style.js';
import { labelledPosts } from './arguments/labelled-posts.js';

interface LearnOptions extends CommonOptions {
  readonly stored: boolean;
  readonly dryRun: boolean;
}

/** Where feeds.json names no lexicon. */
const USUAL_NAME = 'learned.json';
/** Of what is stored so many posts are learned from, and so many characters: they are held in memory. */
const MOST_STORED = 20_000;
const MOST_CHARACTERS = 500_000_000;
/** With fewer, what is learned is chance, and so is how well it does. */
const FEWEST = 20;

/** `tagwire learn`: what words say for tags, from posts that are filed by hand. */
export const learn: RegisterCommand = (command, io) => {
  command
    .option('--stored', 'learn from what is stored, as it is filed now; reads no file', false)
    .option('--dry-run', 'only say how well the words would do', false)
    .action(async (file: string | undefined, options: LearnOptions) => {
      if (file !== undefined && options.stored) throw new UserError('learn takes a file, or --stored', 2);
      const config = await readRules(options.config);
      const posts = options.stored
        ? await storedPosts(config, options)
        : await labelledPosts(config, file ?? null, options, io, 'learn from');
      if (posts.length < FEWEST) {
        const filed = `${counted(posts.length, 'post')} ${posts.length === 1 ? 'is' : 'are'} filed`;
        throw new UserError(`${filed}, and ${FEWEST} are the fewest to learn from`);
      }
      const learned = learnFrom(config, posts);
      const { lexicon: named } = await readMain(options.config);
      const target = path.join(path.dirname(options.config), named ?? USUAL_NAME);
      const writes = helps(learned) && !options.dryRun;
      if (writes) await writeLexicon(target, lexiconText(learned.lexicon));
      report(learned, { file: target, written: writes, named: named !== null }, options, io);
      if (!helps(learned)) io.exitWith(1);
    });
};

async function readRules(file: string): Promise<Config> {
  const parsed = parseWithoutLexicon(await readFiles(file));
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  return parsed.config;
}

async function storedPosts(config: Config, options: LearnOptions): Promise<readonly Labelled[]> {
  return withReader(options, async (store) => {
    const posts: Labelled[] = [];
    let characters = 0;
    for await (const post of filedEntries(store, config)) {
      posts.push(post);
      characters += post.subject.html.length + (post.subject.summary?.length ?? 0);
      if (posts.length === MOST_STORED || characters >= MOST_CHARACTERS) break;
    }
    return posts;
  });
}

interface Outcome {
  readonly file: string;
  readonly written: boolean;
  /** feeds.json names the file. */
  readonly named: boolean;
}

function report(learned: Learned, outcome: Outcome, options: LearnOptions, io: Io): void {
  const { before, after, lexicon } = learned;
  const json = { ...outcome, words: lexicon.length, helps: helps(learned), before, after };
  io.out(
    options.json
      ? `${JSON.stringify(json, null, 2)}\n`
      : learnReport(learned, { ...outcome, stored: options.stored }, createStyle(io)),
  );
}
