import { DomUtils } from 'htmlparser2';
import { type Element, isElement, type Node, outermost, replaceBy } from './dom.js';
import { isPlaceholder, loaded } from './lazy.js';

/**
 * Pictures out of `noscript`, where they stand for one beside them that a script loads and doesn't say from
 * where, or are all of a figure. Others stay in it, and are dropped with it: a second copy, or the pixel of a
 * counter.
 */
export function showFallbacks(nodes: readonly Node[]): void {
  for (const noscript of [...outermost('noscript', nodes)]) {
    const picture = [...outermost('img', noscript.children)].find((img) => !isPixel(img));
    if (picture === undefined) continue;
    const beside = pictureBeside(noscript);
    if (beside === null ? !isAllOfFigure(noscript) : !isEmpty(beside)) continue;
    if (beside !== null) replaceBy(beside, []);
    replaceBy(noscript, [picture]);
  }
}

/**
 * A picture lies in few wrappers. Whoever looked further would walk through all that is in a figure, for each
 * of the figures around it: 800 KB took 4.6 s.
 */
const NEAR = 100;

/** The picture next to an element, in the one before it or else after it. */
function pictureBeside(noscript: Element): Element | null {
  for (const sibling of [DomUtils.prevElementSibling(noscript), DomUtils.nextElementSibling(noscript)]) {
    if (sibling === null || sibling.name === 'noscript') continue;
    const [picture] = outermost('img', [sibling], NEAR);
    if (picture !== undefined) return picture;
  }
  return null;
}

function isEmpty({ attribs }: Element): boolean {
  const { src = '', srcset } = loaded('img', attribs);
  return isPlaceholder(src) && srcset === undefined;
}

/** A figure has a picture, a caption, and what a loader puts around them. */
const MOST = 8;

function isAllOfFigure({ parent }: Element): boolean {
  return (
    isElement(parent) &&
    parent.name === 'figure' &&
    parent.children.length <= MOST &&
    parent.children.every((child) => (isElement(child) && child.name === 'noscript') || !hasPicture(child))
  );
}

const hasPicture = (node: Node): boolean => outermost('img', [node], NEAR).next().done !== true;

const isPixel = ({ attribs }: Element): boolean =>
  [attribs['width'], attribs['height']].some((size) => /^\s*[01](?:px)?\s*$/.test(size ?? '')) ||
  /display\s*:\s*none|visibility\s*:\s*hidden/i.test(attribs['style'] ?? '');
