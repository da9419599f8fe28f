import { utf8 } from '../../files/utf8.js';
import { parseUrl } from '../../model/parse-url.js';
import { FORMATS } from '../feeds/formats.js';
import type { OutputFile } from '../output-file.js';
import { BLOGROLL, feedPath, fileOf } from '../site/paths.js';
import type { ThemePart } from '../site/theme.js';
import type { Named } from '../site/view.js';
import { wordsForScripts } from '../words/languages.js';
import { type Context, streamTitle } from './context.js';
import { contentSecurityPolicy } from './csp.js';
import { attribute, html, joined, operators, type Piece, Raw } from './template.js';

export type Section = 'latest' | 'tags' | 'sources' | 'search' | 'about';

/** Makes a published path into an address that works from the page it stands on. */
export type LinkTo = (path: string) => string;

export interface Page {
  /** Its address: `''`, `tags/ffi/`, `404.html`. */
  readonly path: string;
  /** Null for home, which has the site's. */
  readonly title: string | null;
  readonly description: string;
  /** The entry of the navigation that it belongs to, and whether it is that entry itself. */
  readonly section: Section | null;
  readonly feedsOf: (Named & { readonly title: string }) | null;
  /** JSON-LD. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Never rewritten by news, so its assets are named without a version. */
  readonly sealed?: boolean;
  /** Kept out of search engines, and served at addresses unknown: links begin at the root of the host. */
  readonly lost?: boolean;
  readonly search?: boolean;
  /** The path that it is shown at, where that isn't its own: a feed's, to a person. */
  readonly shownAt?: string;
  main(to: LinkTo): Raw;
}

const SECTIONS: readonly (readonly [
  section: Section,
  path: string,
  label: 'latest' | 'tagsSection' | 'sourcesSection' | 'search' | 'about',
])[] = [
  ['latest', '', 'latest'],
  ['tags', 'tags/', 'tagsSection'],
  ['sources', 'sources/', 'sourcesSection'],
  ['search', 'search/', 'search'],
  ['about', 'about/', 'about'],
];

/** A whole page as a file. */
export function renderPage(context: Context, page: Page): OutputFile {
  const { site } = context.site.config;
  const { say } = context.words;
  const words = wordsForScripts(site, context.site.theme, page.search === true);
  const to = page.lost
    ? (path: string) => new URL(site.url).pathname + path
    : linksFrom(page.shownAt ?? page.path);
  const { parts } = html`<!doctype html>
<html lang="${site.language}"${attribute('dir', context.direction === 'rtl' ? 'rtl' : null)}>
${head(context, page, to)}
<body${attribute('data-words', words)}>
<a class="skip" href="#main">${say('skip')}</a>
<header class="wrap top">
${part(context, 'header', to) ?? header(context, page, to)}
</header>
<main id="main" class="wrap${page.lost ? ' cut' : null}" tabindex="-1">
${page.main(to)}
</main>
<footer><div class="wrap">
${part(context, 'footer', to) ?? footer(context, to)}
</div></footer>
</body>
</html>
`;
  return { path: fileOf(page.path), body: utf8(parts) };
}

/** A part of the operator's theme with its placeholders filled in; null where the theme has none. */
export function part({ site }: Context, name: ThemePart, to: LinkTo): Raw | null {
  const markup = site.theme.parts.get(name);
  if (markup === undefined) return null;
  const { title, description, url } = site.config.site;
  const root = to('');
  const values: Readonly<Record<string, string>> = {
    root: root === './' ? '' : root,
    title,
    description,
    url,
  };
  return operators(
    markup.replace(/\{\{(\w+)\}\}/g, (placeholder, name: string) =>
      Object.hasOwn(values, name) ? html`${values[name] ?? ''}`.markup : placeholder,
    ),
  );
}

function head(context: Context, page: Page, to: LinkTo): Raw {
  const { site } = context.site.config;
  const title =
    page.title === null
      ? site.title
      : context.words.say('pageTitle', { page: page.title, site: site.title }).text;
  return html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(site)}">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<meta name="description" content="${page.description}">
<meta name="color-scheme" content="light dark">
${page.lost ? html`<meta name="robots" content="noindex">` : about(context, page, title)}
${assets(context, page, to)}
${page.lost ? null : blogroll(context, to)}${page.feedsOf ? alternates(context, page.feedsOf, to) : null}
${site.head === null ? null : operators(`${site.head}\n`)}${part(context, 'head', to)}
</head>`;
}

function about({ site: { config } }: Context, page: Page, title: string): Raw {
  const address = config.site.url + page.path;
  return html`<link rel="canonical" href="${address}">
<meta property="og:type" content="website">
<meta property="og:site_name" content="${config.site.title}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${page.description}">
<meta property="og:url" content="${address}">${page.data ? jsonLd(page.data) : null}`;
}

/**
 * Data, not a script: `script-src` has no say in it. Within it `<` would end the element or begin a comment.
 */
const jsonLd = (data: Readonly<Record<string, unknown>>): Raw =>
  new Raw(
    `\n<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', ...data }).replaceAll('<', '\\u003c')}</script>`,
  );

function assets({ site: { theme } }: Context, page: Page, to: LinkTo): Raw {
  const version = page.sealed ? '' : `?v=${theme.version}`;
  const scripts = page.search ? ['site.js', 'search.js'] : ['site.js'];
  return html`<link rel="stylesheet" href="${to('assets/site.css')}${version}">
<link rel="icon" href="${to('assets/icon.svg')}${version}" type="image/svg+xml">
${scripts.map((name) => html`<script type="module" src="${to(`assets/${name}`)}${version}"></script>`)}`;
}

/** Where programs that go from blog to blog find the sources (opml.org/blogroll.opml). */
const blogroll = ({ site, words }: Context, to: LinkTo): Raw =>
  html`<link rel="blogroll" type="text/x-opml" title="${words.say('blogroll', { site: site.config.site.title }).text}" href="${to(BLOGROLL)}">
`;

const alternates = (context: Context, stream: NonNullable<Page['feedsOf']>, to: LinkTo): Piece =>
  FORMATS.map(({ extension, mediaType, label }) => {
    const title = context.words.say('feedTitle', {
      stream: streamTitle(context, stream),
      format: label,
    }).text;
    return html`<link rel="alternate" type="${mediaType}" title="${title}" href="${to(feedPath(stream, extension))}">
`;
  });

function header({ site, words: { say } }: Context, page: Page, to: LinkTo): Raw {
  const { title, logo } = site.config.site;
  const image =
    logo === null
      ? null
      : html`<img src="${parseUrl(logo) === null ? to(logo) : logo}" alt="" referrerpolicy="no-referrer">`;
  return html`<a class="brand" href="${to('')}">${image}${title}</a>
<nav aria-label="${say('navigation').text}"><ul>${SECTIONS.map(([section, path, label]) => {
    const current =
      section !== page.section ? null : new Raw(` aria-current="${path === page.path ? 'page' : 'true'}"`);
    return html`<li><a href="${to(path)}"${current}>${say(label)}</a></li>`;
  })}</ul></nav>`;
}

const EVERYTHING = { kind: 'site', slug: '' } as const;

function footer({ site, words: { say } }: Context, to: LinkTo): Raw {
  const own = site.config.site.footer;
  const everything = FORMATS.map(
    ({ extension, label }) => html`<a href="${to(feedPath(EVERYTHING, extension))}">${label}</a>`,
  );
  return html`${own === null ? null : operators(`${own}\n`)}<p>${say('footerFeeds', { feeds: joined(everything, say('comma')), opml: html`<a href="${to(BLOGROLL)}">OPML</a>` })}</p>
<p>${say('footerCredit')}</p>`;
}

/** Relative links: the site can be moved, put below a path or looked at on another host. */
function linksFrom(page: string): LinkTo {
  const here = page.split('/').slice(0, -1);
  return (path) => {
    const there = path.split('/');
    let shared = 0;
    while (shared < here.length && shared < there.length - 1 && here[shared] === there[shared]) shared++;
    return '../'.repeat(here.length - shared) + there.slice(shared).join('/') || './';
  };
}
