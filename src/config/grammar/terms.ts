import type { TermSpec } from '../config.js';
import { type JsonNode, plainValue } from '../json/json.js';
import type { Finding } from '../json/locate.js';
import { showPath } from '../json/problem.js';
import { type Found, select } from '../json/select.js';
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
