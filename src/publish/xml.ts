import { escapeHtml } from '../html/escape.js';

export const XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n';

type Attributes = Readonly<Record<string, string | number | null>>;

/** One XML element. Attributes that are null are left out, values are escaped; `content` is markup. */
export function element(name: string, attributes: Attributes, content = ''): string {
  let tag = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null) tag += ` ${key}="${escapeHtml(String(value))}"`;
  }
  return content === '' ? `${tag}/>` : `${tag}>${content}</${name}>`;
}

/** An element that holds text. */
export const textElement = (name: string, text: string): string => `<${name}>${escapeHtml(text)}</${name}>`;
