/**
 * Markup characters by number: XML readers see no difference, but readers that decode HTML once more leave
 * them alone, and the W3C validator takes them as a sign that the text is meant as text (RSS Best Practices
 * Profile).
 */
const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&#x26;',
  '<': '&#x3C;',
  '>': '&#x3E;',
  '"': '&#x22;',
  '&amp;': '&#x26;',
  '&lt;': '&#x3C;',
  '&gt;': '&#x3E;',
};

/** Text as it stands in a feed's elements and quoted attributes. */
export const escapeByNumber = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => REFERENCES[character] ?? '');

/** Text as it stands in elements only, where quotes mean nothing. */
export const textByNumber = (text: string): string =>
  text.replace(/[&<>]/g, (character) => REFERENCES[character] ?? '');

/** A named reference, as the package writes them, by number. */
export const byNumber = (reference: string): string => REFERENCES[reference] ?? reference;

export const XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';

type Attributes = Readonly<Record<string, string | number | null>>;

/** One XML element. Attributes that are null are left out, values are escaped; `content` is markup. */
export function element(name: string, attributes: Attributes, content = ''): string {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null) tag += ` ${key}="${escapeByNumber(String(value))}"`;
  }
  return content === '' ? `${tag}/>` : `${tag}>${content}</${name}>`;
}

/** An element that holds text. */
export const textElement = (name: string, text: string): string =>
  `<${name}>${escapeByNumber(text)}</${name}>`;
