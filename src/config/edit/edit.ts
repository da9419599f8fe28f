import { type JsonArray, readJson } from '../json/json.js';
import { linesOf } from '../json/lines.js';

/** A source to be written into feeds.json. */
export interface NewSource {
  readonly url: string;
  /** Null where the feed's own title will do. */
  readonly title: string | null;
}

/** A new line rather than a line longer than this. */
const MAX_LINE = 110;

/**
 * The text of a feeds.json with sources added at the end of its list. All that was there stays byte for byte;
 * the new lines look like their neighbours: on lines of their own or not, indented alike, objects spread or
 * on one line. The text is a feeds.json that `parseConfig` has accepted.
 */
export function addSources(text: string, sources: readonly NewSource[]): string {
  if (sources.length === 0) return text;
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const json = text.slice(mark.length);
  const { root } = readJson(json, linesOf(json));
  const list = root?.kind === 'object' ? root.members.get('sources')?.node : undefined;
  if (list?.kind !== 'array') throw new TypeError('a checked feeds.json has a list of sources');
  const layout = layoutOf(json, list);
  const last = list.items.at(-1);
  const items = sources.map((source) => itemText(source, layout));
  const at = last?.end ?? list.start + 1;
  const separator = `,${layout.between}`;
  const added =
    last === undefined
      ? layout.before + items.join(separator) + layout.after
      : items.map((item) => separator + item).join('');
  return mark + json.slice(0, at) + added + json.slice(last === undefined ? list.end - 1 : at);
}

interface Layout {
  /** Between the opening bracket and the first item of a list that was empty. */
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

function layoutOf(json: string, list: JsonArray): Layout {
  const newLine = /\r\n|\n|\r/.exec(json)?.[0] ?? '';
  const outer = indentOf(json, list.start);
  const unit = /(?:^|[\r\n])([ \t]+)"/.exec(json)?.[1] ?? '  ';
  const last = list.items.at(-1);
  const own = last !== undefined && isFirstInLine(json, last.start);
  const inner = own ? indentOf(json, last.start) : outer + unit;
  const compact = !/[:,]\s/.test(json);
  const inRow = last === undefined ? newLine === '' : !own && lineLength(json, last.end) < MAX_LINE;
  const model = list.items.findLast((item) => item.kind === 'object');
  const modelText = json.slice(model?.start, model?.end);
  return {
    before: inRow ? '' : newLine + inner,
    between: inRow ? (compact ? '' : ' ') : newLine + inner,
    after: inRow ? '' : newLine + outer,
    spread:
      /^\{[ \t]*[\r\n]/.test(modelText) && model !== undefined
        ? { member: newLine + inner + unit, end: newLine + inner }
        : null,
    brace: (model === undefined ? !compact : /^\{\s/.test(modelText)) ? ' ' : '',
    colon: (model === undefined ? !compact : /":\s/.test(modelText)) ? ' ' : '',
  };
}

function itemText({ url, title }: NewSource, { spread, brace, colon }: Layout): string {
  if (title === null) return JSON.stringify(url);
  const members = [`"url":${colon}${JSON.stringify(url)}`, `"title":${colon}${JSON.stringify(title)}`];
  if (spread !== null) return `{${spread.member}${members.join(`,${spread.member}`)}${spread.end}}`;
  return `{${brace}${members.join(`,${colon}`)}${brace}}`;
}

const lineStart = (json: string, at: number): number =>
  Math.max(json.lastIndexOf('\n', at - 1), json.lastIndexOf('\r', at - 1)) + 1;

const indentOf = (json: string, at: number): string =>
  /^[ \t]*/.exec(json.slice(lineStart(json, at), at))?.[0] ?? '';

const isFirstInLine = (json: string, at: number): boolean =>
  /^[ \t]*$/.test(json.slice(lineStart(json, at), at)) && lineStart(json, at) > 0;

const lineLength = (json: string, at: number): number => at - lineStart(json, at);
