import type { TermSpec } from '../config.js';
import { type JsonNode, plainValue } from '../json/json.js';
import type { Finding } from '../json/locate.js';
import { showPath } from '../json/problem.js';
import { type Found, type FoundText, select } from '../json/select.js';
import { parseTerm } from './term.js';

/** Where terms stand. */
const TERMS = [
  ['only', '[]'],
  ['sources', '[]', 'only', '[]'],
  ['tags', '*', '[]'],
  ...['match', 'hint', 'against', 'except', 'ignore'].map((list) => ['tags', '*', list, '[]']),
];

/** All terms of the file, each whole. */
export const termNodes = (root: JsonNode): readonly Found[] =>
  TERMS.flatMap((pattern) => select(root, pattern));

/** The texts that the terms of the file are made of. What has another shape than a term is passed over. */
export const termTexts = (root: JsonNode): readonly FoundText[] => termNodes(root).flatMap(textsOf);

function textsOf({ path, node }: Found): readonly FoundText[] {
  if (node.kind === 'scalar') return typeof node.value === 'string' ? [{ path, text: node.value }] : [];
  return (['any', 'all', 'not'] as const).flatMap((key) =>
    select(node, [key, '[]']).flatMap((part) => textsOf({ path: [...path, ...part.path], node: part.node })),
  );
}

/**
 * Terms that the classifier can't read. Those in which `found` has found something already are not asked
 * again.
 */
export function badTerms(root: JsonNode, found: readonly Finding[]): readonly Finding[] {
  const broken = new Set(found.flatMap(({ path }) => path.map((_, end) => showPath(path.slice(0, end + 1)))));
  return termNodes(root).flatMap(({ path, node }): readonly Finding[] => {
    if (broken.size > 0 && broken.has(showPath(path))) return [];
    const parsed = parseTerm(plainValue(node) as TermSpec); // the schema has had no complaint about it
    if (parsed.ok) return [];
    return [{ path: [...path, ...parsed.path], atKey: false, message: parsed.message, help: parsed.help }];
  });
}
