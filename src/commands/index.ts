import type { CommonOptions, RegisterCommand } from '../terminal/io.js';
import { tagsBehind } from './arguments/tag-words.js';

/** A command as `--help` lists it. The rest of it, its own options among it, is loaded when it is called. */
interface ListedCommand {
  readonly name: string;
  readonly does: string;
  /** Each of its arguments as commander writes it, what it is, and what it is when left out. */
  readonly takes?: readonly (readonly [argument: string, is: string, unlessGiven?: string])[];
  /** The words behind its name as commander is to read them, where it would read them otherwise. */
  readonly words?: (words: readonly string[]) => readonly string[];
  /** Command lines to copy, below its help. */
  readonly examples: readonly [string, ...string[]];
  /** The common options that it reads. */
  readonly reads: readonly (keyof CommonOptions)[];
  readonly load: () => Promise<RegisterCommand>;
}

/** All commands, in the order of `--help`. A new command is one file and one element here. */
export const commands: readonly ListedCommand[] = [
  {
    name: 'init',
    does: 'write a feeds.json to begin with',
    examples: ['mkdir planet && cd planet && tagwire init', 'tagwire init --from python --yes'],
    reads: ['config', 'allowPrivate'],
    load: async () => (await import('./init.js')).init,
  },
  {
    name: 'run',
    does: 'one pass: poll what is due, classify, store, publish',
    takes: [['[source...]', 'poll just these, due or not: addresses, titles or home pages']],
    examples: [
      'tagwire run',
      'tagwire run --if-free >/dev/null',
      'tagwire run https://blog.example/feed.xml',
    ],
    reads: ['config', 'data', 'out', 'allowPrivate', 'json'],
    load: async () => (await import('./run.js')).run,
  },
  {
    name: 'start',
    does: 'the service: a pass at once, then on schedule; serves the published site',
    examples: ['tagwire start --port 3000'],
    reads: ['config', 'data', 'out', 'allowPrivate', 'logLevel', 'json'],
    load: async () => (await import('./start.js')).start,
  },
  {
    name: 'demo',
    does: 'the service over example blogs of its own, in a temporary folder and without any network',
    examples: ['tagwire demo', 'tagwire demo --port 3000'],
    reads: ['logLevel', 'json'],
    load: async () => (await import('./demo.js')).demo,
  },
  {
    name: 'add',
    does: 'find the feed of a page, show it and add it to feeds.json',
    takes: [['<url...>', 'pages, feeds, @user@host of Mastodon, !community@host of Lemmy']],
    examples: ['tagwire add https://blog.example/', 'tagwire add blog.example --to sources/people.json'],
    reads: ['config', 'allowPrivate', 'json'],
    load: async () => (await import('./add.js')).add,
  },
  {
    name: 'drop',
    does: 'take a source out of feeds.json again; its posts stay',
    takes: [['<source...>', 'addresses, titles or home pages; or reading lists']],
    examples: ['tagwire drop https://blog.example/feed.xml', 'tagwire drop blogs.opml'],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./drop.js')).drop,
  },
  {
    name: 'check',
    does: 'check feeds.json and run the tests of its rules; with --probe, ask the sources that are new',
    examples: ['tagwire check', 'tagwire check --probe --since origin/main --format markdown'],
    reads: ['config', 'data', 'allowPrivate', 'json'],
    load: async () => (await import('./check.js')).check,
  },
  {
    name: 'parse',
    does: 'print feeds as JSON Feed 1.1',
    takes: [['<input...>', 'files, URLs, or - for standard input']],
    examples: ['tagwire parse https://blog.example/feed.xml', 'tagwire parse --ndjson saved/*.xml'],
    reads: ['allowPrivate'],
    load: async () => (await import('./parse.js')).parse,
  },
  {
    name: 'classify',
    does: 'print a JSON Feed with the tags that the rules give its items',
    takes: [['[file]', 'a JSON Feed; - for standard input', '-']],
    examples: [
      'tagwire classify feed.json',
      'tagwire parse https://blog.example/feed | tagwire classify',
      'tagwire classify --eval labelled.json',
    ],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./classify.js')).classify,
  },
  {
    name: 'explain',
    does: 'tell why an entry has its tags: term, field, excerpt, points',
    takes: [
      ['<entry>', 'the id or URL of a stored entry; - for a JSON Feed or one of its items on standard input'],
    ],
    examples: ['tagwire explain https://blog.example/post'],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./explain.js')).explain,
  },
  {
    name: 'file',
    does: 'give a post tags, or take them away, by hand; kept whatever the rules say',
    takes: [
      ['<post>', 'the id or URL of a post, or its place on the published site'],
      ['<tags...>', '+TAG gives it the tag, -TAG takes it away'],
    ],
    words: tagsBehind,
    examples: [
      'tagwire file https://blog.example/post +ffi -web',
      'tagwire file https://blog.example/post +ffi --note "all of it is about bindings"',
    ],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./file.js')).file,
  },
  {
    name: 'publish',
    does: 're-file all stored entries if rules changed, and rewrite public/; asks no source',
    examples: ['tagwire publish --dry-run'],
    reads: ['config', 'data', 'out', 'json'],
    load: async () => (await import('./publish.js')).publish,
  },
  {
    name: 'learn',
    does: 'learn words for the rules from posts that are filed by hand',
    takes: [['[file]', 'a JSON Feed whose items have tags; what filings.json files counts too']],
    examples: ['tagwire learn labelled.json', 'tagwire learn --stored --dry-run'],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./learn.js')).learn,
  },
  {
    name: 'suggest',
    does: 'terms that would separate a tag best, from what is already filed; or sources that need no "only"',
    takes: [['[tag]', 'a tag of feeds.json']],
    examples: ['tagwire suggest ffi', 'tagwire suggest --sources'],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./suggest.js')).suggest,
  },
  {
    name: 'untagged',
    does: 'posts that no rule finds, and the words that they share; with --json a JSON Feed to label',
    examples: ['tagwire untagged --since 30d', 'tagwire untagged --json > to-label.json'],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./untagged.js')).untagged,
  },
  {
    name: 'held',
    does: 'posts that "only" holds back, with the tags nearest to them; with --json a JSON Feed to label',
    examples: ['tagwire held --since 2026-11-01'],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./held.js')).held,
  },
  {
    name: 'status',
    does: 'how the sources are doing: last success, next poll and why, failures, posts, share of 304',
    takes: [['[source...]', 'tell all that is known of these: addresses, titles or home pages']],
    examples: ['tagwire status --failing', 'tagwire status https://blog.example/feed.xml'],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./status.js')).status,
  },
  {
    name: 'import',
    does: 'add the sources of OPML files to feeds.json, and the items of JSON Feeds or a backup to the database',
    takes: [
      ['<file...>', 'OPML or JSON Feed files, folders of JSON Feeds, or a backup; - for standard input'],
    ],
    examples: ['tagwire import blogs.opml', 'tagwire import backup.ndjson'],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./import.js')).importCommand,
  },
  {
    name: 'export',
    does: 'print the sources of feeds.json as OPML; with --json all stored entries as a JSON Feed, with --all a backup',
    examples: [
      'tagwire export > blogs.opml',
      'tagwire export --json > posts.json',
      'tagwire export --tag ffi',
      '(umask 077; tagwire export --all > backup.ndjson)',
    ],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./export.js')).exportCommand,
  },
  {
    name: 'migrate',
    does: 'move the database to another place or kind of store: a folder, or postgres://…',
    examples: [
      'tagwire migrate --from data --to postgres://tagwire@db.example/tagwire',
      'tagwire migrate --from postgres://tagwire@db.example/tagwire --to data',
    ],
    reads: ['config', 'json'],
    load: async () => (await import('./migrate.js')).migrateCommand,
  },
  {
    name: 'remove',
    does: 'take an entry, or all entries of a source, out for good',
    takes: [['[entry-or-source]', 'the id or link of an entry, or the URL of a source']],
    examples: ['tagwire remove https://blog.example/post', 'tagwire remove --undo'],
    reads: ['config', 'data', 'out', 'json'],
    load: async () => (await import('./remove.js')).remove,
  },
  {
    name: 'doctor',
    does: 'check every file of the database; rebuild what is derived, quarantine what is damaged',
    examples: ['tagwire doctor'],
    reads: ['config', 'data', 'json'],
    load: async () => (await import('./doctor.js')).doctor,
  },
  {
    name: 'completion',
    does: 'print what has your shell complete commands and options',
    takes: [['<shell>', 'bash, zsh or fish']],
    examples: ['eval "$(tagwire completion bash)"', 'tagwire completion fish | source'],
    reads: [],
    load: async () => (await import('./completion.js')).completion,
  },
];
