import type { Post } from '../../model.js';
import { postPath, sourcePath, streamPath } from '../paths.js';
import type { StreamSummary } from '../view.js';
import { type Context, tagsOf } from './context.js';
import { directionOf, languageOf } from './language.js';
import type { LinkTo } from './page.js';
import { attribute, html, joined, type Piece, Raw, sanitised } from './template.js';
import { oneLine, textOf, titleOf } from './title.js';
import { why } from './why.js';
import { day, shortDate } from './words.js';

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

/** A post as an `article`. Title, names and excerpt come from strangers: each is escaped and set apart. */
export function postArticle(post: Post, style: PostStyle): Raw {
  const { context, form, about } = style;
  const whole = form === 'whole';
  const site = context.site.config.site.language;
  const text = textOf(post.excerpt);
  const title = titleOf(post, text);
  const language = languageOf(`${post.title ?? ''} ${text}`, post.language, site);
  const turned = (of: string): string | null => {
    const direction = directionOf(of);
    return direction === null || direction === context.direction ? null : direction;
  };
  const direction = turned(title.text);
  const { grouped, others } = tagsOf(context, post, about);
  const anchor = style.atHome ? html` id="${post.uuid}"` : null;
  return html`<article class="post${direction && ' flip'}"${anchor}>
${
  whole &&
  html`<time class="when" datetime="${day(post.published)}">${shortDate(post.published)}</time>
`
}${heading(post, title, style, [attribute('lang', language), attribute('dir', direction)])}
${byline(post, grouped, style, language || null)}${
  whole &&
  title.excerpt &&
  html`<blockquote${attribute('lang', language)}${attribute('dir', turned(text))}>${excerpt(post)}</blockquote>
`
}${below(others, style, whole ? why(context, post, about) : null)}</article>
`;
}

function heading(post: Post, title: ReturnType<typeof titleOf>, style: PostStyle, attributes: Piece): Raw {
  const level = new Raw(style.form === 'whole' ? 'h3' : 'h4');
  const link = linked(post, title.text, style);
  return html`<${level} class="title${title.made && ' untitled'}"${attributes}>${link}</${level}>`;
}

function linked(post: Post, title: string, { to, atHome }: PostStyle): Piece {
  if (post.url !== null) return html`<a href="${post.url}" rel="noopener">${title}</a>`;
  return atHome ? title : html`<a href="${to(postPath(post))}">${title}</a>`;
}

/** Names are of any language and direction, so each is isolated (`bdi`). */
function byline(
  post: Post,
  grouped: readonly StreamSummary[],
  style: PostStyle,
  language: string | null,
): Raw | null {
  const { to, atHome } = style;
  const lang = attribute('lang', language);
  const parts: Piece[] = [
    authors(namesOf(post, atHome === true), lang),
    !atHome && html`<a href="${to(sourcePath(post.source))}"><bdi${lang}>${post.from.title}</bdi></a>`,
    grouped.length > 0 &&
      html`<span>in&nbsp;${joined(
        grouped.map((tag) => tagLink(tag, to)),
        ', ',
      )}</span>`,
    ...post.also.map(
      (credit) =>
        html`<span>also at <a href="${to(sourcePath(credit.source))}"><bdi>${credit.title}</bdi></a></span>`,
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

function authors(names: readonly string[], lang: Raw | null): Raw | null {
  const [first, ...rest] = names;
  if (first === undefined) return null;
  if (rest.length === 0) return html`<bdi class="who"${lang}>${first}</bdi>`;
  const named = names.slice(0, NAMED).map((name) => html`<bdi${lang}>${name}</bdi>`);
  const more = names.length - NAMED;
  return html`<span class="who">${joined(named, ', ')}${more > 0 && ` and ${more} more`}</span>`;
}

const tagLink = (tag: StreamSummary, to: LinkTo): Raw =>
  html`<a rel="tag" href="${to(streamPath({ kind: 'tag', slug: tag.slug }))}">${tag.title}</a>`;

/** Long lines of code scroll within their box, which the keyboard must be able to reach. */
const excerpt = ({ excerpt }: Post): Raw => {
  const { markup } = sanitised(excerpt);
  return new Raw(markup.replaceAll('<pre>', '<pre tabindex="0" role="group" aria-label="Code">'));
};

function below(tags: readonly StreamSummary[], { to }: PostStyle, reasons: Raw | null): Raw | null {
  if (tags.length === 0 && reasons === null) return null;
  const list = tags.length > 0 && html`<ul>${tags.map((tag) => html`<li>${tagLink(tag, to)}</li>`)}</ul>`;
  return html`<div class="tags">${list}${reasons}</div>
`;
}
