/** What stands before a language where terms and tags stand, too; no slug has a colon. */
export const LANGUAGE_NAME = 'lang:';

/** A language tag (BCP 47) or the beginning of one, in lower case; null for what is none. */
export function languageRange(text: string): string | null {
  const range = text.trim().toLowerCase();
  return /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/.test(range) ? range : null;
}

/** The same of `lang:de`, as `lang:de`; null for what is no such thing. */
export function languageName(text: string): string | null {
  const name = text.trim();
  const range = name.startsWith(LANGUAGE_NAME) ? languageRange(name.slice(LANGUAGE_NAME.length)) : null;
  return range === null ? null : LANGUAGE_NAME + range;
}

/** Whether a language, in lower case, is of a range (RFC 4647, 3.3.1): `de-at` is of `de`, `den` is not. */
export const isOfRange = (tag: string, range: string): boolean =>
  tag === range || tag.startsWith(`${range}-`);
