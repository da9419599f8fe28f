import { withoutTags } from './tags.js';
import { plainTitle } from './titles.js';
import { attribute, text, type XmlNode } from './xml/node.js';

/** The text of an element that holds a name or a word, as plain text without any markup; null for nothing. */
export const plainOf = (node: XmlNode): string | null =>
  attribute(node, 'inline') === null
    ? plainTitle(text(node), 'unknown')
    : plainTitle(withoutTags(text(node)), 'html');
