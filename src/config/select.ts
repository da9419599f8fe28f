import type { JsonNode } from './json.js';
import type { Span } from './locate.js';
import type { JsonPath } from './problem.js';

/** A node and the way to it. */
export interface Found {
  readonly path: JsonPath;
  readonly node: JsonNode;
}

/**
 * All nodes at a pattern: a name is the member of that name, `*` any member of an object, `[]` any item of a list.
 * What has another shape than the pattern is passed over, so that a file that breaks the grammar in one place
 * can still be looked at in all others.
 */
export function select(root: JsonNode, pattern: readonly string[], path: JsonPath = []): readonly Found[] {
  const [step, ...rest] = pattern;
  if (step === undefined) return [{ path, node: root }];
  if (step === '[]') {
    if (root.kind !== 'array') return [];
    return root.items.flatMap((item, index) => select(item, rest, [...path, index]));
  }
  if (root.kind !== 'object') return [];
  if (step === '*') {
    return [...root.members].flatMap(([key, { node }]) => select(node, rest, [...path, key]));
  }
  const member = root.members.get(step);
  return member === undefined ? [] : select(member.node, rest, [...path, step]);
}

/** A text in the file and the way to it. */
export interface FoundText {
  readonly path: JsonPath;
  readonly text: string;
}

/** The nodes at a pattern that are text. */
export function selectText(root: JsonNode, pattern: readonly string[]): readonly FoundText[] {
  return select(root, pattern).flatMap(({ path, node }) =>
    node.kind === 'scalar' && typeof node.value === 'string' ? [{ path, text: node.value }] : [],
  );
}

/** Offsets of the value at a path, or of its key; of what is not there, those of the nearest thing around it. */
export function spanAt(root: JsonNode, path: JsonPath, atKey: boolean): Span {
  let span: Span = root;
  let node = root;
  for (const [depth, step] of path.entries()) {
    const member = node.kind === 'object' && typeof step === 'string' ? node.members.get(step) : undefined;
    const next = node.kind === 'array' && typeof step === 'number' ? node.items[step] : member?.node;
    if (next === undefined) break;
    const isKey = atKey && depth === path.length - 1 && member !== undefined;
    span = isKey ? { start: member.keyStart, end: member.keyEnd } : next;
    node = next;
  }
  return span;
}
