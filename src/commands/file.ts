import { compileRules } from '../classify/index.js';
import { handFilings, type Identified } from '../classify/rules/by-hand.js';
import type { Config } from '../config/config.js';
import { fileByHand, type Refiled } from '../config/edit/write-filings.js';
import { readConfig } from '../config/read.js';
import { makeRulings } from '../merge/rulings.js';
import type { Entry } from '../model/entry.js';
import { UserError } from '../model/errors.js';
import type { HandFiling } from '../model/filing.js';
import { httpUrl, instant } from '../model/values.js';
import { counted, figure } from '../model/words.js';
import { findEntries, postsOf } from '../operate/find-post.js';
import { withReader } from '../operate/site.js';
import { refiled } from '../pass/refile.js';
import { listSources } from '../sources/listed.js';
import type { OwnedEntry } from '../store/store.js';
import type { CommonOptions, Io, RegisterCommand } from '../terminal/io.js';
import { printable } from '../terminal/printable.js';
import { createStyle } from '../terminal/style.js';
import { publishableText } from './arguments/given-text.js';
import { slugOfTag } from './arguments/named-tag.js';
import { note } from './note.js';

interface FileOptions extends CommonOptions {
  readonly note?: string;
}

/** `tagwire file`: gives a post tags, and takes others away, by hand. */
export const file: RegisterCommand = (command, io) => {
  command
    .option(
      '--note <text>',
      'why: told by explain, and shown with the post',
      publishableText('--note <text>'),
    )
    .addHelpText(
      'after',
      note(
        'It is written to filings.json, beside feeds.json, and counts from the next pass or tagwire publish on, whatever the rules and "only" say. A post that is not stored yet is filed when it comes.',
      ),
    )
    .action(async (named: string, words: string[], options: FileOptions) => {
      const name = publishableText('post')(named);
      const tags = tagsIn(words, await readConfig(options.config));
      const { posts, isOwnPage } = await withReader(options, async (store) => {
        const found = await findEntries(store, name);
        return { ...found, posts: await postsOf(store, found.entries) };
      });
      const [post = null, ...others] = posts;
      if (others.length > 0) throw new UserError(ambiguous(name, posts), 2);
      if (post === null && isOwnPage)
        throw new UserError(`no stored post is shown at ${name}; name its id or its link`, 2);
      const identified: Identified = post?.entry ?? { id: name, ids: [name], url: httpUrl(name) };
      const done = await fileByHand(options.config, {
        ...tags,
        post: post?.entry.id ?? name,
        isOf: (filing) => handFilings([filing])(identified) !== null,
        note: options.note ?? null,
      });
      report(done, post && (await filedNow(post, options, io)), options, io);
    });
};

/** `+ffi`, `-web`: slugs by any names of the tags. */
function tagsIn(words: readonly string[], config: Config): Pick<HandFiling, 'add' | 'drop'> {
  const wrong = words.find((word) => !/^[+-]./.test(word));
  if (wrong !== undefined) {
    const what = JSON.stringify(wrong);
    throw new UserError(`${what} is neither to be added nor taken away; write +${wrong} or -${wrong}`, 2);
  }
  const after = (sign: string): readonly string[] =>
    words.filter((word) => word.startsWith(sign)).map((word) => slugOfTag(word.slice(1), config));
  const [add, drop] = [after('+'), after('-')];
  const both = add.find((slug) => drop.includes(slug));
  if (both !== undefined) throw new UserError(`+${both} and -${both}: only one of them can be meant`, 2);
  return { add, drop };
}

function ambiguous(name: string, posts: readonly OwnedEntry[]): string {
  const ids = posts.slice(0, NAMED).map(({ entry }) => entry.id);
  const more = posts.length > NAMED ? ` and ${figure(posts.length - NAMED)} more` : '';
  return printable(
    `${counted(posts.length, 'post')} have ${name}; name one by its id: ${ids.join(' ')}${more}`,
  );
}

/** Ids in a message. */
const NAMED = 3;

/** The post as the next pass files it. */
async function filedNow({ source, entry }: OwnedEntry, options: CommonOptions, io: Io): Promise<Entry> {
  const config = await readConfig(options.config);
  return withReader(options, async (store) => {
    const records = await store.sources();
    const listed = listSources(config, records, (await store.facts()).lists);
    const rulings = makeRulings(config, compileRules(config), listed, records.values(), instant(io.now()));
    return refiled(rulings, source)(entry);
  });
}

function report({ filing, file: name }: Refiled, post: Entry | null, options: CommonOptions, io: Io): void {
  if (options.json) {
    const told = post && { id: post.id, url: post.url, title: post.title, tags: post.tags };
    io.out(`${JSON.stringify({ file: name, filing, post: told }, null, 2)}\n`);
    return;
  }
  const { bold } = createStyle(io);
  const tags = [...filing.add.map((slug) => `+${slug}`), ...filing.drop.map((slug) => `-${slug}`)].join(' ');
  const title = post?.title ?? post?.url ?? filing.post;
  const now = post === null ? 'it is not stored yet' : `its tags: ${post.tags.join(', ') || 'none'}`;
  io.out(`${bold('Filed')} ${printable(title)} ${tags} in ${name}; ${now}\n`);
}
