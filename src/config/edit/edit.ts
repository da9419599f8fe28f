import { type Comment, readJson } from '../json/json.js';
import { linesOf } from '../json/lines.js';
import type { Span } from '../json/select.js';

/** A source to be written into feeds.json or a part of it. */
export interface NewSource {
  readonly url: string;
  /** Null where the feed's own title will do. */
  readonly title: string | null;
  /** Tags of all its posts. */
  readonly tags?: readonly string[];
  /** Tags that all its posts have half a point of. */
  readonly hints?: readonly string[];
}

/** A new line rather than a line longer than this. */
const MAX_LINE = 110;

/**
 * The text of a feeds.json, or of a part of one, with sources added at the end of its list, which is made
 * where there is none. All that was there stays byte for byte, comments and trailing commas too; the new
 * lines look like their neighbours: on lines of their own or not, indented alike, objects spread or on one
 * line. The text is one that `parseFiles` has accepted.
 */
export function addSources(text: string, sources: readonly NewSource[]): string {
  if (sources.length === 0) return text;
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const json = text.slice(mark.length);
  const { root, comments } = readJson(json, linesOf(json));
  if (root?.kind !== 'object') throw new TypeError('a checked file is an object');
  const list = root.members.get('sources')?.node;
  if (list === undefined) {
    const members = [...root.members.values()].map(({ keyStart, node }) => ({
      start: keyStart,
      end: node.end,
    }));
    const container = { ...root, children: members };
    const layout = layoutOf(json, container, undefined);
    return addSources(
      mark + append(json, comments, container, [`"sources":${layout.colon}[]`], layout),
      sources,
    );
  }
  if (list.kind !== 'array') throw new TypeError('checked sources are a list');
  const container = { ...list, children: list.items };
  const layout = layoutOf(
    json,
    container,
    list.items.findLast((item) => item.kind === 'object'),
  );
  const items = sources.map((source) => itemText(source, layout));
  return mark + append(json, comments, container, items, layout);
}

/** A list or an object, and where each thing in it stands. */
export interface Container extends Span {
  readonly children: readonly Span[];
}

/** The text with more things at the end of a list or an object, which looks as its layout says. */
export function append(
  json: string,
  comments: readonly Comment[],
  { start, end, children }: Container,
  texts: readonly string[],
  { before, between, after }: Layout,
): string {
  const last = children.at(-1);
  const joined = texts.join(`,${between}`);
  if (last === undefined) {
    const note = comments.findLast((comment) => comment.start > start && comment.end < end);
    return json.slice(0, note?.end ?? start + 1) + before + joined + after + json.slice(end - 1);
  }
  const { comma, at, isNote } = tailOf(json, comments, last.end);
  const head = comma === null ? `${json.slice(0, last.end)},${json.slice(last.end, at)}` : json.slice(0, at);
  const gap = isNote && !/[\r\n]/.test(between) ? before : between;
  return head + gap + joined + (comma === null ? '' : ',') + json.slice(at);
}

/** What follows the last thing in a list or an object and belongs to it. */
interface Tail {
  /** Of a trailing comma. */
  readonly comma: number | null;
  /** Behind that and all comments of the same line. */
  readonly at: number;
  /** It ends in a comment that goes on to the end of its line. */
  readonly isNote: boolean;
}

/** `from` is the end of that last thing. */
export function tailOf(json: string, comments: readonly Comment[], from: number): Tail {
  const noteAt = new Map(comments.map((comment) => [comment.start, comment.end]));
  let tail: Tail = { comma: null, at: from, isNote: false };
  let sameLine = true;
  for (let i = from; i < json.length; ) {
    const noteEnd = noteAt.get(i);
    if (noteEnd !== undefined) {
      if (sameLine) tail = { ...tail, at: noteEnd, isNote: json.startsWith('//', i) };
      i = noteEnd;
    } else if (json[i] === ',' && tail.comma === null) {
      tail = { comma: i, at: i + 1, isNote: false };
      sameLine = true;
      i++;
    } else if (/\s/.test(json.charAt(i))) {
      if (/[\r\n]/.test(json.charAt(i))) sameLine = false;
      i++;
    } else break;
  }
  return tail;
}

export interface Layout {
  /** Between the opening bracket and the first item of a list that was empty; a new line in any other. */
  readonly before: string;
  /** After a comma. */
  readonly between: string;
  /** Before the closing bracket of a list that was empty. */
  readonly after: string;
  /** The members of an object in a row, or each on its line. */
  readonly spread: { readonly member: string; readonly end: string } | null;
  /** A space or nothing: inside the braces of an object in a row, and after a colon. */
  readonly brace: string;
  readonly colon: string;
}

/** `model` is the object that new ones look like. */
export function layoutOf(json: string, list: Container, model: Span | undefined): Layout {
  const newLine = /\r\n|\n|\r/.exec(json)?.[0] ?? '';
  const outer = indentOf(json, list.start);
  const unit = /(?:^|[\r\n])([ \t]+)"/.exec(json)?.[1] ?? '  ';
  const last = list.children.at(-1);
  const own = last !== undefined && isFirstInLine(json, last.start);
  const inner = own ? indentOf(json, last.start) : outer + unit;
  const compact = /[:,]/.test(json) && !/[:,]\s/.test(json);
  const inRow = last === undefined ? newLine === '' : !own && lineLength(json, last.end) < MAX_LINE;
  const broken = newLine + inner;
  const modelText = json.slice(model?.start, model?.end);
  const member = model === undefined ? null : memberBreak(json, model, inner);
  return {
    before: last === undefined && inRow ? '' : broken,
    between: inRow ? (compact ? '' : ' ') : broken,
    after: inRow ? '' : newLine + outer,
    spread:
      /^\{[ \t]*[\r\n]/.test(modelText) && model !== undefined
        ? { member: member ?? broken + unit, end: broken }
        : null,
    brace: (model === undefined ? !compact : /^\{\s/.test(modelText)) ? ' ' : '',
    colon: (model === undefined ? !compact : /":\s/.test(modelText)) ? ' ' : '',
  };
}

/** What stands before the first member of an object that is spread, where its like are indented as it is. */
function memberBreak(json: string, model: Span, inner: string): string | null {
  const found = /^\{[ \t]*((?:\r\n|\n|\r)[ \t]*)"/.exec(json.slice(model.start, model.end));
  return indentOf(json, model.start) === inner ? (found?.[1] ?? null) : null;
}

function itemText({ url, title, tags = [], hints = [] }: NewSource, layout: Layout): string {
  if (title === null && tags.length === 0 && hints.length === 0) return JSON.stringify(url);
  return objectText(
    [
      ['url', JSON.stringify(url)],
      ...(title === null ? [] : [['title', JSON.stringify(title)] as const]),
      ...(tags.length === 0 ? [] : [['tags', listText(tags, layout)] as const]),
      ...(hints.length === 0 ? [] : [['hints', listText(hints, layout)] as const]),
    ],
    layout,
  );
}

/** A list of words in a row. */
export const listText = (words: readonly string[], { colon }: Pick<Layout, 'colon'>): string =>
  `[${words.map((word) => JSON.stringify(word)).join(`,${colon}`)}]`;

/** An object of these keys and the texts of their values. */
export function objectText(
  pairs: readonly (readonly [key: string, text: string])[],
  { spread, brace, colon }: Layout,
): string {
  const members = pairs.map(([key, text]) => `${JSON.stringify(key)}:${colon}${text}`);
  if (spread !== null) return `{${spread.member}${members.join(`,${spread.member}`)}${spread.end}}`;
  return `{${brace}${members.join(`,${colon}`)}${brace}}`;
}

/** Where the line of an offset begins. */
export const lineStart = (json: string, at: number): number =>
  Math.max(json.lastIndexOf('\n', at - 1), json.lastIndexOf('\r', at - 1)) + 1;

const indentOf = (json: string, at: number): string =>
  /^[ \t]*/.exec(json.slice(lineStart(json, at), at))?.[0] ?? '';

/** Nothing but blanks stands before it in its line, which is not the first. */
export const isFirstInLine = (json: string, at: number): boolean =>
  /^[ \t]*$/.test(json.slice(lineStart(json, at), at)) && lineStart(json, at) > 0;

const lineLength = (json: string, at: number): number => at - lineStart(json, at);
