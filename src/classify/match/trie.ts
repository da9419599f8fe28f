import type { PhraseLeaf } from '../rules/leaf.js';

/**
 * Phrases as a trie over words, in typed arrays: node 0 is the root, a child's words are its parent's and one
 * more. Words, prefixes, suffixes and parts become symbols in this order.
 */
export interface Trie {
  readonly words: readonly string[];
  readonly prefixes: readonly string[];
  readonly suffixes: readonly string[];
  readonly parts: readonly string[];
  /** From the root by symbol; 0 for none. */
  readonly first: Int32Array;
  /** The children of node n are at childStart[n] up to childStart[n + 1], by ascending symbol. */
  readonly childStart: Int32Array;
  readonly childSymbol: Int32Array;
  readonly childNode: Int32Array;
  /** The leaves that end in node n are at leafStart[n] up to leafStart[n + 1]. */
  readonly leafStart: Int32Array;
  readonly leafNumber: Int32Array;
  /** Words up to node n. */
  readonly depth: Uint16Array;
}

interface Node {
  readonly depth: number;
  readonly children: Map<number, Node>;
  readonly leaves: Set<number>;
}

export function buildTrie(leaves: Iterable<readonly [number: number, leaf: PhraseLeaf]>): Trie {
  const phrases = [...leaves];
  const known = {
    word: new Set<string>(),
    prefix: new Set<string>(),
    suffix: new Set<string>(),
    part: new Set<string>(),
  };
  for (const [, leaf] of phrases) {
    for (const word of leaf.lead) known.word.add(word);
    for (const word of leaf.last) known[leaf.form].add(word);
  }
  let count = 0;
  const numbered = (list: ReadonlySet<string>) => new Map([...list].map((word) => [word, count++]));
  const symbols = {
    word: numbered(known.word),
    prefix: numbered(known.prefix),
    suffix: numbered(known.suffix),
    part: numbered(known.part),
  };
  const root: Node = { depth: 0, children: new Map(), leaves: new Set() };
  for (const [number, leaf] of phrases) {
    let node = root;
    for (const word of leaf.lead) node = childOf(node, symbols.word.get(word) ?? 0);
    for (const word of leaf.last) {
      childOf(node, symbols[leaf.form].get(word) ?? 0).leaves.add(number);
    }
  }
  return {
    words: [...known.word],
    prefixes: [...known.prefix],
    suffixes: [...known.suffix],
    parts: [...known.part],
    ...flatten(root, count),
  };
}

function childOf(node: Node, symbol: number): Node {
  let child = node.children.get(symbol);
  if (child === undefined) {
    child = { depth: node.depth + 1, children: new Map(), leaves: new Set() };
    node.children.set(symbol, child);
  }
  return child;
}

function flatten(root: Node, symbolCount: number): Omit<Trie, 'words' | 'prefixes' | 'suffixes' | 'parts'> {
  const nodes: Node[] = [root];
  for (const node of nodes) for (const child of node.children.values()) nodes.push(child); // grows as it is read
  const numbers = new Map(nodes.map((node, index) => [node, index]));
  const first = new Int32Array(symbolCount);
  for (const [symbol, child] of root.children) first[symbol] = numbers.get(child) ?? 0;
  const childStart: number[] = [];
  const childSymbol: number[] = [];
  const childNode: number[] = [];
  const leafStart: number[] = [];
  const leafNumber: number[] = [];
  for (const node of nodes) {
    childStart.push(childSymbol.length);
    leafStart.push(leafNumber.length);
    leafNumber.push(...node.leaves);
    for (const [symbol, child] of [...node.children].sort(([a], [b]) => a - b)) {
      childSymbol.push(symbol);
      childNode.push(numbers.get(child) ?? 0);
    }
  }
  childStart.push(childSymbol.length);
  leafStart.push(leafNumber.length);
  return {
    first,
    childStart: Int32Array.from(childStart),
    childSymbol: Int32Array.from(childSymbol),
    childNode: Int32Array.from(childNode),
    leafStart: Int32Array.from(leafStart),
    leafNumber: Int32Array.from(leafNumber),
    depth: Uint16Array.from(nodes, (node) => node.depth),
  };
}

/** The child of `node` by `symbol`, 0 for none. */
export function step(trie: Trie, node: number, symbol: number): number {
  let low = trie.childStart[node] ?? 0;
  let high = (trie.childStart[node + 1] ?? 0) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = trie.childSymbol[middle] ?? 0;
    if (found === symbol) return trie.childNode[middle] ?? 0;
    if (found < symbol) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
