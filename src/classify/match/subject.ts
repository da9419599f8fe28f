import { type VisibleText, visibleText } from '../../html/text.js';
import { parseUrl } from '../../model/parse-url.js';
import type { Post } from '../../model/post.js';
import { bitOf, type FieldSet } from '../rules/leaf.js';

/** The visible text of an entry's content and summary; null where there is none. */
export interface ShownTexts {
  readonly content: VisibleText | null;
  readonly summary: VisibleText | null;
}

/** What rules can see of an entry. */
export interface Subject {
  readonly title: string | null;
  /** The content; sanitised HTML, or any: only its visible text is looked at. */
  readonly html: string;
  /** The summary, looked at like the content; null where there is none. */
  readonly summary: string | null;
  /** What the two show, where that has been read already. */
  readonly shown?: ShownTexts;
  /** The source's own. */
  readonly categories: readonly string[];
  readonly url: string | null;
  readonly authors: readonly string[];
  /** The source's title. */
  readonly source: string | null;
  /** As it is declared; null or missing where it is not. */
  readonly language?: string | null;
}

/** An entry as it is stored, as far as rules look at it. */
export interface FiledFields {
  readonly title: string | null;
  readonly content: string | null;
  readonly summary: string | null;
  readonly categories: readonly string[];
  readonly url: string | null;
  readonly authors: readonly { readonly name: string }[];
  readonly language: string | null;
}

/** The one way from an entry to what rules see of it, so that every command files it alike. */
export const subjectOf = (entry: FiledFields, source: string | null, shown?: ShownTexts): Subject => ({
  title: entry.title,
  html: entry.content ?? '',
  summary: entry.summary,
  ...(shown !== undefined && { shown }),
  categories: entry.categories,
  url: entry.url,
  authors: entry.authors.map(({ name }) => name),
  source,
  language: entry.language,
});

/** The same of what is published of it: of private sources nobody learns more by asking. */
export const publishedSubject = (post: Post): Subject =>
  subjectOf({ ...post, content: post.content, summary: post.excerpt, categories: [] }, post.from.title);

const TITLE = bitOf('title');
const TEXT = bitOf('text');
const CODE = bitOf('code');
const URL_FIELD = bitOf('url');
const HOST = bitOf('host');

/** Takes one value of a field. */
type See = (field: FieldSet, value: string) => void;

/** Hands out what rules look at in an entry, field by field and value by value. */
export function seeSubject(subject: Subject, fields: FieldSet, see: See): void {
  if (subject.title !== null) see(TITLE, subject.title);
  if ((fields & (TEXT | CODE)) !== 0) seeTexts(subject, fields, see);
  seeEach(bitOf('category'), subject.categories, see);
  seeEach(bitOf('author'), subject.authors, see);
  if (subject.source !== null) see(bitOf('source'), subject.source);
  if (subject.url !== null && (fields & (URL_FIELD | HOST)) !== 0) seeUrl(subject.url, see);
}

function seeTexts(subject: Subject, fields: FieldSet, see: See): void {
  const texts = textsOf(subject, (fields & CODE) !== 0);
  for (const { text } of texts) see(TEXT, text);
  for (const { code } of texts) see(CODE, code);
}

/**
 * The visible text of an entry's content and of its summary; the content's alone where the summary says
 * nothing else, as nearly all do.
 */
export function textsOf(
  { html, summary, shown }: Pick<Subject, 'html' | 'summary' | 'shown'>,
  wantsCode: boolean,
): readonly VisibleText[] {
  const content = textOf(html, shown?.content ?? null, wantsCode);
  if (summary === null) return [content];
  const short = textOf(summary, shown?.summary ?? null, wantsCode);
  return content.text.includes(short.text) && content.code.includes(short.code)
    ? [content]
    : [content, short];
}

function textOf(html: string, known: VisibleText | null, wantsCode: boolean): VisibleText {
  const { text, code } = known ?? visibleText(html);
  return { text, code: wantsCode ? code : '' };
}

/** Value by value: a phrase never runs from one category into the next. */
function seeEach(field: FieldSet, values: readonly string[], see: See): void {
  for (const value of values) see(field, value);
}

function seeUrl(url: string, see: See): void {
  see(URL_FIELD, decoded(url));
  const host = parseUrl(url)?.hostname;
  if (host !== undefined) see(HOST, host);
}

/** `%C3%A9` as é; an address that is no valid encoding as it stands. */
function decoded(url: string): string {
  if (!url.includes('%')) return url;
  try {
    return decodeURI(url);
  } catch {
    return url;
  }
}
