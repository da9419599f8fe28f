import { DomUtils } from 'htmlparser2';
import { type Element, isElement, type Node } from './dom.js';

/** A formula in words, and the TeX that it was made from; null where that isn't told. */
export interface FormulaText {
  readonly html: string;
  readonly source: string | null;
}

/** The rest of a formula in MathML is shown by where things stand, and text has one line. */
const IN_LINE = new Set(
  'math mrow mstyle mpadded semantics mi mn mo mtext ms mspace msup msub msubsup'.split(' '),
);
const ANNOTATIONS = new Set(['annotation', 'annotation-xml']);

/**
 * A formula of MathML as HTML: its own letters where these read in one line, with what is raised and lowered;
 * else its source in TeX, which tells a fraction from a product; else as well as may be. Entities are left as
 * they are.
 */
export function formulaText(math: Element): FormulaText {
  const source = sourceOf(math);
  const isInLine = DomUtils.getElementsByTagName('*', math, true).every(
    ({ name }) => IN_LINE.has(name) || ANNOTATIONS.has(name),
  );
  const own = isInLine || source === null ? shown(math) : '';
  return { html: own.trim() === '' ? escaped(source ?? '') : own.trim(), source };
}

function sourceOf(math: Element): string | null {
  const annotations = DomUtils.getElementsByTagName('annotation', math, true);
  const tex = annotations.find(({ attribs }) => /tex/i.test(attribs['encoding'] ?? ''));
  const text = (tex === undefined ? math.attribs['alttext'] : DomUtils.textContent(tex))?.trim() ?? '';
  // Wikipedia's are all {\displaystyle …}.
  const plain = text.replace(/^\{\\(?:display|text)style\s/, '');
  return text === '' ? null : (plain === text ? text : plain.replace(/\}$/, '')).trim();
}

function shown(node: Node): string {
  if (DomUtils.isText(node)) return node.data.trim();
  if (!isElement(node) || ANNOTATIONS.has(node.name)) return '';
  const inside = node.children.filter(isElement);
  const [base = '', first = '', second = ''] = PARTED.has(node.name) ? inside.map(shown) : [];
  switch (node.name) {
    case 'msup':
    case 'mover':
      return `${base}<sup>${first}</sup>`;
    case 'msub':
    case 'munder':
      return `${base}<sub>${first}</sub>`;
    case 'msubsup':
    case 'munderover':
      return `${base}<sub>${first}</sub><sup>${second}</sup>`;
    case 'mfrac':
      return `(${base})/(${first})`;
    case 'mroot':
      return `<sup>${first}</sup>√(${base})`;
    case 'msqrt':
      return `√(${node.children.map(shown).join('')})`;
    case 'mspace':
      return ' ';
    case 'mtr':
      return `${inside.map(shown).join(', ')}; `;
    default:
      return node.children.map(shown).join('');
  }
}

/** Elements whose parts have their places. */
const PARTED = new Set('msup mover msub munder msubsup munderover mfrac mroot'.split(' '));

const escaped = (text: string): string => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;');
