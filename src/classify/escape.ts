/** Plain text as HTML that shows it: `Vec<T>` in it is no markup. */
export const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
