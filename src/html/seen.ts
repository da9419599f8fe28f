import { DomUtils, parseDocument } from 'htmlparser2';
import { isTooDeep } from './depth.js';
import { withCharacters } from './emoji.js';
import { showFormulas } from './formulas.js';
import { showFallbacks } from './noscript.js';

/** What of markup a page's own styles and scripts would change. */
const CHANGED = /<math\b|<noscript\b|math\/tex/i;

/**
 * Markup as a person sees it on its page: a formula once, though it is there as MathML, as its source and as
 * a rendering; the characters that pictures are drawn for; and a picture that stands in `noscript` for who
 * has no scripts. Markup that is nested deeper than any author's stays as it is.
 */
export function asSeen(source: string): string {
  const html = withCharacters(source);
  if (!CHANGED.test(html) || isTooDeep(html)) return html;
  // Entities stay as they are, here and in what is written.
  const document = parseDocument(html, { decodeEntities: false });
  showFormulas(document.children);
  showFallbacks(document.children);
  return DomUtils.getOuterHTML(document, { encodeEntities: false, decodeEntities: false }).replaceAll(
    '<template></template>',
    '',
  );
}
