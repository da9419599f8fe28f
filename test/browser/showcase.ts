import type { Bundle, Config } from '../../src/config/config.js';
import type { Post } from '../../src/model/post.js';
import type { OutputFile } from '../../src/publish/output-file.js';
import { pages } from '../../src/publish/pages/pages.js';
import type { Theme } from '../../src/publish/site/theme.js';
import type { SiteView, SourceView, Stream, StreamSummary } from '../../src/publish/site/view.js';
import {
  at,
  config,
  markup,
  post,
  site as siteView,
  source,
  stream,
  tag,
  url,
} from '../publish/pages/site.js';

/** A small but complete site with everything that a page may have to show, made up from end to end. */

type Told = Partial<Post> & { readonly by?: string; readonly says?: string };

const SOURCES: readonly SourceView[] = [
  source('lantern', { title: 'Lantern Notes' }),
  source('bitrot', { title: 'Bit Rot & Friends' }),
  source('harbour', { title: 'Harbour Engineering' }),
  source('yehang', { title: '夜航船' }),
  source('daftar', { title: 'دفتر البرمجة' }),
  source('werkbank', { title: 'Werkbank' }),
  source('sparse', {
    title: 'Sparse Notes',
    unshown: [
      { reason: { kind: 'only' }, count: 12, newest: at('2026-11-02T00:00:00Z') },
      { reason: { kind: 'copy', of: 'lantern' }, count: 1, newest: at('2026-10-05T00:00:00Z') },
      { reason: { kind: 'start' }, count: 240, newest: at('2025-12-30T00:00:00Z') },
    ],
  }),
  source('down', {
    title: 'Tuesday Builds',
    newest: at('2026-10-30T08:00:00Z'),
    health: { kind: 'failing', cause: { reason: 'status', status: 503 }, since: at('2026-11-09T00:00:00Z') },
  }),
  source('nameless', {
    title: 'a-blog-whose-owner-never-gave-it-a-title-so-that-its-host-has-to-do.example.org',
    newest: null,
    count: 0,
    health: {
      kind: 'failing',
      cause: { reason: 'web-page' },
      since: at('2026-10-30T00:00:00Z'),
    },
  }),
  source('gone', {
    title: 'The Idle Allocator',
    health: { kind: 'gone', since: at('2026-03-03T00:00:00Z') },
  }),
  source('former', { title: 'Once Upon a Crate', listed: false, feed: null }),
  source('fresh', { title: 'Just Added', count: 0, newest: null, health: { kind: 'new' } }),
];

const TAGS: Config['tags'] = [
  tag('crates', { title: 'Crates', group: 'category' }),
  tag('embedded', { title: 'Embedded', group: 'category' }),
  tag('games', { title: 'Games and graphics', group: 'category' }),
  tag('language', { title: 'Language', group: 'category' }),
  tag('tooling', { title: 'Tooling', group: 'category' }),
  tag('async'),
  tag('build-times'),
  tag('c'),
  tag('cpp', { title: 'c++' }),
  tag('ffi', { description: 'Rust next to other languages, and what each has to promise the other.' }),
  tag('macros'),
  tag('no-std'),
  tag('unsafe'),
  tag('zig'),
];

const BUNDLES: readonly Bundle[] = [
  { slug: 'systems', title: 'Systems', description: '', any: ['ffi', 'embedded'], all: [], none: ['games'] },
];

const ODD: readonly Told[] = [
  {
    title:
      'Borrowing a weather model written in 1987 without moving a single number, or: what we learned about strides, hidden lengths, globals that pretend to be local, and calling the one person who still knows',
    by: 'Mira Lund',
    source: 'lantern',
    tags: ['c', 'ffi', 'language', 'unsafe'],
    says: '<p>Nine thousand lines, no tests, and every answer right. We never thought of a rewrite. We wrote down what each routine expects in one small crate and let the compiler hold us to it: nobody touches the work arrays between <code>begin</code> and <code>solve</code>.</p>',
  },
  {
    title: 'bindgen for just the dozen functions you call',
    by: 'Ada Osei',
    source: 'bitrot',
    tags: ['build-times', 'c', 'crates', 'ffi', 'tooling'],
    says: '<p>All of the header is forty thousand lines and ten seconds of every clean build. The list of what we call fits on a postcard. How to write the list, and how to notice when it lies.</p>',
    why: [
      {
        tag: 'ffi',
        points: 2.5,
        by: 'terms',
        terms: [
          { term: 'bindgen', field: 'title', points: 1.5 },
          { term: 'foreign function interface', field: 'text', points: 1 },
        ],
      },
      {
        tag: 'build-times',
        points: 1,
        by: 'terms',
        terms: [{ term: 'clean build', field: 'text', points: 1 }],
      },
      { tag: 'c', points: 1, by: 'implied', terms: [] },
      { tag: 'crates', points: 1, by: 'source', terms: [] },
    ],
    also: [{ source: 'sparse', title: 'Sparse Notes', url: url('https://sparse.example/') }],
  },
  {
    title: '把闭包交给 C：指针归谁，谁来释放？',
    by: '沈知微',
    source: 'yehang',
    language: 'zh-Hans',
    tags: ['c', 'ffi', 'language', 'unsafe'],
    says: '<p>难的不是语法，而是所有权。从一段会崩溃的三十行代码开始，逐步说明谁负责释放 <code>user_data</code>，为什么不能让恐慌穿过边界，以及怎样把约定写进类型。</p>',
  },
  {
    title: 'استدعاء مكتبة C من رست: وعود المترجم ووعودك أنت',
    by: 'ليلى منصور',
    source: 'daftar',
    language: 'ar',
    tags: ['c', 'ffi', 'language', 'unsafe'],
    says: '<p>كل كتلة <code>unsafe</code> وعد. نكتب الوعود واحدا واحدا قبل أن نكتب الشيفرة: طول السلسلة، ومن يحرر الذاكرة، ومتى يجوز أن يكون المؤشر فارغا.</p>',
  },
  {
    title: null,
    by: 'Tom Reiner',
    source: 'sparse',
    tags: ['c', 'ffi'],
    says: '<p>Reminder: an enum that comes from C is whatever number the other side felt like sending, so do not take one as an enum.</p>',
  },
  {
    title: 'Opaque handles, the whole pattern',
    by: 'Jo Abara',
    source: 'harbour',
    tags: ['c', 'ffi', 'language', 'unsafe'],
    says: '<p>Everything there is to it:</p><pre><code>#[no_mangle]\npub extern "C" fn session_open(flags: u32) -&gt; *mut Session { Box::into_raw(Box::new(Session::with(Flags::from_bits_truncate(flags)))) }\n\n#[no_mangle]\npub unsafe extern "C" fn session_close(session: *mut Session) {\n    if !session.is_null() { drop(unsafe { Box::from_raw(session) }) }\n}</code></pre>',
  },
  {
    title:
      'On std::ffi::OsString::into_encoded_bytes_and_other_names_that_are_longer_than_the_line_they_stand_in',
    by: 'Rani Desai',
    source: 'bitrot',
    tags: ['ffi', 'language'],
    says: '<p>Paths are no strings. Which conversions are free, which allocate, and which only look safe.</p>',
  },
  {
    title: 'Panik an der Sprachgrenze',
    source: 'werkbank',
    language: 'de',
    authors: [
      { name: 'Anke Voss', url: null },
      { name: 'Jan Ode', url: null },
    ],
    tags: ['ffi', 'language'],
    says: '<p>Das Verhalten ist seit Kurzem festgelegt. Harmlos ist es deshalb noch nicht: drei Fälle, in denen der Stapel abgeräumt wird, und einer, in dem der Prozess endet.</p>',
  },
  {
    title: 'Why <script>alert("titles")</script> & <b>markup</b> are shown as text',
    source: 'sparse',
    tags: ['ffi', 'macros'],
    says: '',
  },
  {
    title: null,
    says: '',
    source: 'sparse',
    url: url('https://sparse.example/2026/untitled-and-without-a-word'),
    tags: ['ffi'],
  },
  {
    title: 'A note without an address',
    says: '<p>It was only ever in the feed.</p>',
    source: 'sparse',
    url: null,
    tags: ['ffi', 'tooling'],
  },
];

const SUBJECTS = [
  'A scheduler',
  'Release notes',
  'Lifetimes, drawn by hand',
  'A renderer',
  'Two years of nightly builds',
  'An allocator',
  'Retry loops',
];
const TURNS = [
  'in three hundred lines',
  'for people in a hurry',
  'and what it cost',
  'revisited',
  'on a microcontroller',
  'without a runtime',
];

/** Ordinary posts, enough for pages, days and archives. */
const ordinary = (n: number): Told => ({
  title: `${SUBJECTS[n % SUBJECTS.length]} ${TURNS[n % TURNS.length]}, part ${n}`,
  by: 'Sam Hadley',
  source: ['lantern', 'harbour', 'bitrot'][n % 3] ?? 'lantern',
  tags:
    [
      ['ffi', 'tooling'],
      ['async', 'language'],
      ['embedded', 'no-std'],
      ['ffi', 'games'],
      ['crates', 'macros'],
    ][n % 5] ?? [],
  says: `<p>Part ${n} of a series that began with a question nobody could answer. This one is about measuring first: what we counted, what surprised us, and the change of four lines that made the rest unnecessary.</p>`,
});

function told({ by, says, ...over }: Told, n: number): Post {
  const source = SOURCES.find(({ key }) => key === over.source) ?? SOURCES[0];
  const published = at(new Date(Date.UTC(2026, 10, 22, 18) - n * 15 * 3_600_000).toISOString());
  const tags = over.tags ?? [];
  return post({
    id: `https://${over.source}.example/${n}`,
    key: String(n),
    url: url(`https://${over.source}.example/posts/${n}`),
    authors: by === undefined ? [] : [{ name: by, url: null }],
    excerpt: markup(says ?? ''),
    published,
    updated: published,
    why: tags.map((slug) => ({
      tag: slug,
      points: 1,
      by: 'terms',
      terms: [{ term: slug, field: 'text', points: 1 }],
    })),
    ...over,
    from: { ...post().from, title: source?.title ?? '' },
  });
}

export const POSTS: readonly Post[] = [
  ...ODD.map(told),
  ...Array.from({ length: 149 }, (_, n) => told(ordinary(n), ODD.length + n)),
];

export const showcaseConfig = (over: Partial<Config['site']> = {}): Config =>
  config({
    site: {
      description: 'What people write about Rust',
      author: { name: 'The keepers', url: url('https://keepers.example/') },
      ...over,
    },
    groups: [{ slug: 'category', title: 'Categories', max: 2, keep: 0.8, default: 'language' }],
    tags: TAGS,
    bundles: BUNDLES,
  });

/** All files of the site. */
export function* showcase(theme: Theme, over: Partial<Config['site']> = {}): Generator<OutputFile> {
  const config = showcaseConfig(over);
  const site = viewOf(config, theme);
  yield* pages.fixed?.(site) ?? [];
  yield* pages.site?.(site) ?? [];
  for (const { stream, sealed } of streamsOf(config)) {
    yield* pages.stream?.(site, stream) ?? [];
    for (const { n, posts } of sealed) yield* pages.archive?.(site, { stream, n, posts }) ?? [];
  }
  for (const view of site.sources) {
    yield* pages.source?.(
      site,
      view,
      POSTS.filter((post) => post.source === view.key),
      [],
    ) ?? [];
  }
  const segments = [
    { n: 1, posts: POSTS.slice(60) },
    { n: 2, posts: POSTS.slice(0, 60) },
  ];
  for (const segment of segments) yield* pages.search?.(site, segment) ?? [];
  yield* pages.searchIndex?.(
    site,
    segments.map(({ n, posts }) => ({ n, count: posts.length, since: posts.at(-1)?.published ?? null })),
  ) ?? [];
}

function viewOf(config: Config, theme: Theme): SiteView {
  const counted = ({ slug, title, description }: Pick<StreamSummary, 'slug' | 'title' | 'description'>) => ({
    slug,
    title,
    description,
    count: POSTS.filter((post) => post.tags.includes(slug)).length,
  });
  return siteView({
    config,
    firstUrl: config.site.url,
    theme,
    tags: config.tags.map((tag) => ({ ...counted(tag), group: tag.group })),
    bundles: config.bundles.map((bundle) => ({ ...counted(bundle), group: null, count: inBundle().length })),
    sources: SOURCES.map((view) => ({
      ...view,
      count: POSTS.filter((post) => post.source === view.key).length || view.count,
    })),
    count: POSTS.length,
    since: POSTS.at(-1)?.published ?? null,
  });
}

const WINDOW = 20;

/** Streams with the newest posts live and the rest in archives of ten. */
function streamsOf(config: Config): { stream: Stream; sealed: { n: number; posts: readonly Post[] }[] }[] {
  return [
    whole({ kind: 'site', slug: '', title: config.site.title, description: config.site.description }, POSTS),
    ...config.tags.map((tag) =>
      whole(
        { kind: 'tag', ...tag },
        POSTS.filter((post) => post.tags.includes(tag.slug)),
      ),
    ),
    ...config.bundles.map((bundle) => whole({ kind: 'bundle', ...bundle }, inBundle())),
  ];
}

function whole(
  { kind, slug, title, description }: Pick<Stream, 'kind' | 'slug' | 'title' | 'description'>,
  all: readonly Post[],
) {
  const live = all.slice(0, WINDOW);
  const rest = all.slice(WINDOW);
  const sets = Array.from({ length: Math.ceil(rest.length / 10) }, (_, i) => rest.slice(i * 10, i * 10 + 10));
  const sealed = sets.reverse().map((posts, i) => ({ n: i + 1, posts }));
  return {
    sealed,
    stream: stream({
      kind,
      slug,
      title,
      description,
      posts: live,
      count: all.length,
      since: all.at(-1)?.published ?? null,
      related: tally(all.flatMap((post) => post.tags.filter((other) => other !== slug))),
      writers: tally(all.map((post) => post.source)),
      years: tally(all.map((post) => post.published.slice(0, 4))).sort(([a], [b]) => (a < b ? 1 : -1)),
      archives: sealed.flatMap(({ n, posts }) => {
        const [newest, oldest] = [posts[0], posts.at(-1)];
        return newest && oldest
          ? [{ n, count: posts.length, from: oldest.published, to: newest.published }]
          : [];
      }),
    }),
  };
}

const inBundle = (): readonly Post[] =>
  POSTS.filter(({ tags }) => (tags.includes('ffi') || tags.includes('embedded')) && !tags.includes('games'));

function tally(names: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}
