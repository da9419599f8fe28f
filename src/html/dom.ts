import type { DomUtils } from 'htmlparser2';

export type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number];
export type Node = Element['children'][number];

export const isElement = (node: Node | Element['parent']): node is Element =>
  node !== null && 'attribs' in node;

/**
 * The elements of that name that are not in one of their own, in the order of the document. Each node is met
 * once.
 * @param most nodes that are looked at
 */
export function* outermost(
  name: string,
  nodes: readonly Node[],
  most = Number.POSITIVE_INFINITY,
): Generator<Element> {
  const open = [...nodes].reverse();
  let met = 0;
  for (let node = open.pop(); node !== undefined && met < most; node = open.pop()) {
    met += 1;
    if (!isElement(node)) continue;
    if (node.name === name) yield node;
    else for (const child of [...node.children].reverse()) open.push(child);
  }
}

/**
 * Makes an element something else in its place: what it holds, or nothing. Taking it out of a parent with
 * many children would cost a search each time.
 */
export function replaceBy(element: Element, children: readonly Node[]): void {
  element.name = children.length === 0 ? 'template' : 'span';
  element.attribs = {};
  element.children = [...children];
}
