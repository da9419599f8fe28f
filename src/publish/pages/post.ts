import type { Post } from '../../model/post.js';
import { day } from '../../model/words.js';
import { postPath, sourcePath, streamPath } from '../site/paths.js';
import type { StreamSummary } from '../site/view.js';
import { type Context, tagsOf } from './context.js';
import { type Direction, directionOf, languageOf } from './language.js';
import type { LinkTo } from './page.js';
import { attribute, html, joined, type Piece, Raw, sanitised } from './template.js';
import { oneLine, type ShownTitle, textOf, titleOf } from './title.js';
import { why } from './why.js';

/** Where and how a post is shown. */
export interface PostStyle {
  readonly context: Context;
  readonly to: LinkTo;
  /** `line` is title, names and tags under a day's heading; `whole` has date, excerpt and reasons too. */
  readonly form: 'whole' | 'line';
  /** The tags that the page is about: not repeated below each post, but the first to be explained. */
  readonly about: ReadonlySet<string>;
  /** On its source's page: the source goes unnamed, and the post has an anchor for those who link to it. */
  readonly atHome?: boolean;
}

/** Authors after this many are counted, not named. */
const NAMED = 3;

/** How a post is read: what it is called, in which language, and which of it runs against the site. */
interface Reading {
  readonly title: ShownTitle;
  readonly language: string | null;
  readonly titleRuns: Direction | null;
  readonly excerptRuns: Direction | null;
}

/** A post as an `article`. Title, names and excerpt come from strangers: each is escaped and set apart. */
export function postArticle(post: Post, style: PostStyle): Raw {
  const { context, about } = style;
  const reading = read(post, context);
  const { grouped, others } = tagsOf(context, post, about);
  const names = byline(post, grouped, style, reading.language || null);
  const anchor = style.atHome === true && html` id="${post.uuid}"`;
  const parts =
    style.form === 'line'
      ? [heading('h4', post, reading, style), names, below(others, style, null)]
      : [
          html`<time class="when" datetime="${day(post.published)}">${context.words.shortDate(post.published)}</time>\n`,
          heading('h3', post, reading, style),
          names,
          quote(post, reading, context),
          below(others, style, why(context, post, about)),
        ];
  return html`<article class="post${reading.titleRuns && ' flip'}"${anchor}>
${parts}</article>
`;
}

function read(post: Post, { site, direction, words }: Context): Reading {
  const text = textOf(post.excerpt);
  const title = titleOf(post, text, words);
  const against = (of: string): Direction | null => {
    const runs = directionOf(of);
    return runs === direction ? null : runs;
  };
  return {
    title,
    language: languageOf(`${title.text} ${text}`, post.language, site.config.site.language),
    titleRuns: against(title.text),
    excerptRuns: against(text),
  };
}

function heading(level: 'h3' | 'h4', post: Post, reading: Reading, { to, atHome }: PostStyle): Raw {
  const { title, language, titleRuns } = reading;
  const name = new Raw(level);
  const lang = attribute('lang', language);
  const target =
    post.url !== null
      ? html`href="${post.url}"${attribute('hreflang', language || null)} rel="noopener"`
      : !atHome && html`href="${to(postPath(post))}"`;
  return html`<${name} class="title${title.made && ' untitled'}"${lang}${attribute('dir', titleRuns)}>${
    target === false ? title.text : html`<a ${target}>${title.text}</a>`
  }</${name}>
`;
}

function quote({ excerpt }: Post, { title, language, excerptRuns }: Reading, { words }: Context): Raw | null {
  if (!title.excerpt) return null;
  // Long lines of code scroll within their box, which the keyboard must be able to reach.
  const { markup } = sanitised(excerpt);
  const reachable = new Raw(
    markup.replaceAll(
      '<pre>',
      () => html`<pre tabindex="0" role="group" aria-label="${words.say('code').text}">`.markup,
    ),
  );
  return html`<blockquote${attribute('lang', language)}${attribute('dir', excerptRuns)}>${reachable}</blockquote>
`;
}

/** Names are of any language and direction, so each is isolated (`bdi`). */
function byline(
  post: Post,
  grouped: readonly StreamSummary[],
  style: PostStyle,
  language: string | null,
): Raw | null {
  const { to, atHome } = style;
  const { say } = style.context.words;
  const lang = attribute('lang', language);
  const parts: Piece[] = [
    authors(style.context, namesOf(post, atHome === true), lang),
    !atHome && html`<a href="${to(sourcePath(post.source))}"><bdi${lang}>${post.from.title}</bdi></a>`,
    grouped.length > 0 &&
      html`<span>${say('postIn', {
        tags: joined(
          grouped.map((tag) => tagLink(tag, to)),
          say('comma'),
        ),
      })}</span>`,
    ...post.also.map(
      (credit) =>
        html`<span>${say('alsoAt', {
          source: html`<a href="${to(sourcePath(credit.source))}"><bdi>${credit.title}</bdi></a>`,
        })}</span>`,
    ),
  ];
  const shown = parts.filter((piece) => piece !== null && piece !== false);
  return shown.length === 0
    ? null
    : html`<p class="by">${shown}</p>
`;
}

/** Who wrote it, unless the name is the source's: then once is enough. */
export const namesOf = (post: Post, atHome: boolean): string[] =>
  post.authors
    .map(({ name }) => oneLine(name))
    .filter((name) => name !== '' && (atHome || name !== post.from.title));

function authors({ words: { say } }: Context, names: readonly string[], lang: Raw | null): Raw | null {
  const [first, ...rest] = names;
  if (first === undefined) return null;
  if (rest.length === 0) return html`<bdi class="who"${lang}>${first}</bdi>`;
  const named = names.slice(0, NAMED).map((name) => html`<bdi${lang}>${name}</bdi>`);
  const more = names.length - NAMED;
  const shown = joined(named, say('comma'));
  return html`<span class="who">${more > 0 ? say('moreAuthors', { names: shown, n: more }) : shown}</span>`;
}

const tagLink = (tag: StreamSummary, to: LinkTo): Raw =>
  html`<a rel="tag" href="${to(streamPath({ kind: 'tag', slug: tag.slug }))}">${tag.title}</a>`;

function below(tags: readonly StreamSummary[], { to }: PostStyle, reasons: Raw | null): Raw | null {
  if (tags.length === 0 && reasons === null) return null;
  const list = tags.length > 0 && html`<ul>${tags.map((tag) => html`<li>${tagLink(tag, to)}</li>`)}</ul>`;
  return html`<div class="tags">${list}${reasons}</div>
`;
}
