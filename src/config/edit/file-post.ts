import { type Comment, type JsonMember, type JsonObject, readJson } from '../json/json.js';
import { linesOf } from '../json/lines.js';
import { append, type Layout, layoutOf, listText, objectText } from './edit.js';

/** A post of a filings.json as it is to be from now on. */
export interface NewFiling {
  readonly post: string;
  /** Slugs of tags; null leaves what is there, as for the others. */
  readonly add: readonly string[] | null;
  readonly drop: readonly string[] | null;
  readonly note: string | null;
}

/** An empty filings.json. */
export const NO_FILINGS = '[\n]\n';

/**
 * The text of a filings.json in which one post is filed otherwise: the filing at `index`, or a new one at the
 * end for null. All else stays byte for byte, comments too, and what is new looks like its neighbours. The
 * text is one that `parseFiles` has accepted.
 */
export function filePost(text: string, index: number | null, filing: NewFiling): string {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const json = text.slice(mark.length);
  const { root, comments } = readJson(json, linesOf(json));
  if (root?.kind !== 'array') throw new TypeError('a checked filings.json is a list');
  const known = index === null ? undefined : root.items[index];
  if (known?.kind === 'object') return mark + changed(json, comments, known, filing);
  const container = { ...root, children: root.items };
  const layout = layoutOf(json, container, root.items.at(-1));
  const { post, note } = filing;
  const members = [
    ['post', JSON.stringify(post)] as const,
    ...lists(filing, layout).filter(([, list]) => list !== '[]'),
    ...(note === null ? [] : [['note', JSON.stringify(note)] as const]),
  ];
  return mark + append(json, comments, container, [objectText(members, layout)], layout);
}

const lists = ({ add, drop }: NewFiling, layout: Layout): readonly (readonly [string, string])[] => [
  ...(add === null ? [] : [['add', listText(add, layout)] as const]),
  ...(drop === null ? [] : [['drop', listText(drop, layout)] as const]),
];

/** Values that differ are replaced, from the last to the first; keys that are not there yet come last. */
function changed(json: string, comments: readonly Comment[], object: JsonObject, filing: NewFiling): string {
  const members = [...object.members.values()];
  const container = {
    ...object,
    children: members.map(({ keyStart, node }) => ({ start: keyStart, end: node.end })),
  };
  const layout = layoutOf(json, container, object);
  const wanted = [
    ...lists(filing, layout),
    ...(filing.note === null ? [] : [['note', JSON.stringify(filing.note)] as const]),
  ];
  const added = wanted.filter(([key, text]) => !object.members.has(key) && text !== '[]');
  const texts = added.map(([key, text]) => `${JSON.stringify(key)}:${layout.colon}${text}`);
  const whole = texts.length === 0 ? json : append(json, comments, container, texts, layout);
  return wanted
    .flatMap(([key, text]) => placed(object.members.get(key), text))
    .toSorted((a, b) => b.start - a.start)
    .reduce((left, { start, end, text }) => left.slice(0, start) + text + left.slice(end), whole);
}

/** What was added stands behind these. */
const placed = (member: JsonMember | undefined, text: string) =>
  member === undefined ? [] : [{ start: member.node.start, end: member.node.end, text }];
