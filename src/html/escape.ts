import type { SafeHtml } from '../model/values.js';

const REPLACEMENTS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML that shows it: safe between tags and within a quoted attribute value. */
export function escapeHtml(text: string): SafeHtml {
  return text.replace(/[&<>"']/g, (character) => REPLACEMENTS[character] ?? character) as SafeHtml;
}
