import type { JsonNode } from './json.js';
import type { JsonPath } from './problem.js';

/** A part of the text, offsets in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A node and the way to it. */
export interface Found {
  readonly path: JsonPath;
  readonly node: JsonNode;
}

/**
 * All nodes at a pattern: a name is the member of that name, `*` any member of an object, `[]` any item of a
 * list. What has another shape than the pattern is passed over, so that a file that breaks the grammar in one
 * place can still be looked at in all others.
 */
export function select(root: JsonNode, pattern: readonly string[]): readonly Found[] {
  const found: Found[] = [];
  const path: (string | number)[] = [];

  const enter = (key: string | number, node: JsonNode, depth: number): void => {
    path.push(key);
    walk(node, depth + 1);
    path.pop();
  };
  const walk = (node: JsonNode, depth: number): void => {
    const step = pattern[depth];
    if (step === undefined) {
      found.push({ path: [...path], node });
    } else if (step === '[]') {
      if (node.kind === 'array') for (const [index, item] of node.items.entries()) enter(index, item, depth);
    } else if (node.kind !== 'object') {
      return;
    } else if (step === '*') {
      for (const [key, member] of node.members) enter(key, member.node, depth);
    } else {
      const member = node.members.get(step);
      if (member !== undefined) enter(step, member.node, depth);
    }
  };
  walk(root, 0);
  return found;
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

/**
 * Offsets of the value at a path, or of its key; of what is not there, those of the nearest thing around it.
 */
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

/**
 * A path as the file has it: `tags.ffi.match[0]` is `tags.ffi[0]` where the tag is written as a list of
 * words, `sources[0].url` is `sources[0]` where the source is written as its address.
 */
export function asWritten(root: JsonNode, path: JsonPath): JsonPath {
  const written: (string | number)[] = [];
  let node: JsonNode | undefined = root;
  for (const step of path) {
    const isLeftOut: boolean = node !== undefined && node.kind !== 'object' && typeof step === 'string';
    if (isLeftOut) continue;
    written.push(step);
    if (node?.kind === 'object') node = node.members.get(String(step))?.node;
    else node = node?.kind === 'array' ? node.items[Number(step)] : undefined;
  }
  return written;
}
