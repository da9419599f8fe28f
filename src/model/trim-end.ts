/**
 * The text without the characters at its end that `unwanted`, a pattern of one character, matches. Linear:
 * `/\/+$/` begins anew at every slash of a text, and 100,000 of them within an address took 43 s.
 */
export function trimEndOf(text: string, unwanted: RegExp): string {
  let end = text.length;
  while (end > 0 && unwanted.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
