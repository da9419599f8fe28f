import { DomUtils, parseDocument } from 'htmlparser2';
import { type Element, isElement, type Node, outermost, replaceBy } from './dom.js';
import { formulaText } from './mathml.js';

/** What KaTeX, MathJax, Wikipedia, LaTeXML and Temml put around a formula. */
const AROUND = /katex|mathjax|mjx|mwe-math|ltx_math|temml/i;
/** A formula's wrappers lie in one another, and have few things in them. */
const LEVELS = 4;
const MOST = 16;

/** Replaces MathML by a text of it, and takes away the renderings beside it, which say the same. */
export function showFormulas(nodes: readonly Node[]): void {
  const texts = new Map<Element, string>();
  const textOf = (element: Element): string => {
    const known = texts.get(element) ?? letters(DomUtils.textContent(element));
    texts.set(element, known);
    return known;
  };
  for (const math of [...outermost('math', nodes)]) {
    const { html, source } = formulaText(math);
    removeRenderings(
      math,
      [letters(DomUtils.textContent(math)), letters(source ?? ''), letters(html)],
      textOf,
    );
    replaceBy(math, parsed(html));
  }
  for (const script of [...outermost('script', nodes)])
    if (/^\s*math\/tex/i.test(script.attribs['type'] ?? '') && !isRendered(script))
      replaceBy(script, parsed(escaped(DomUtils.textContent(script))));
}

/** What is hidden from those who listen, in a wrapper that is a formula's, is for those who look. */
function removeRenderings(
  math: Element,
  texts: readonly string[],
  textOf: (element: Element) => string,
): void {
  let inner = math;
  for (let level = 0; level < LEVELS; level += 1) {
    const around = inner.parent;
    if (!isElement(around) || around.children.length > MOST) return;
    const isFormula = isOfFormula(around);
    for (const sibling of around.children) {
      if (sibling === inner || !isElement(sibling) || sibling.attribs['aria-hidden'] !== 'true') continue;
      if (isFormula || (textOf(sibling) !== '' && texts.includes(textOf(sibling)))) replaceBy(sibling, []);
    }
    inner = around;
  }
}

const isOfFormula = ({ name, attribs }: Element): boolean => AROUND.test(`${name} ${attribs['class'] ?? ''}`);

/** MathJax leaves the source behind what it has made of it. */
function isRendered(script: Element): boolean {
  const before = DomUtils.prevElementSibling(script);
  return before !== null && isOfFormula(before);
}

/** A text by which two renderings of one formula are alike. */
const letters = (text: string): string => text.replace(/<[^<>]*>|[\s\u200b\u2061-\u2064{}^_]/g, '');

const escaped = (text: string): string => text.trim().replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const parsed = (html: string): readonly Node[] => parseDocument(html, { decodeEntities: false }).children;
