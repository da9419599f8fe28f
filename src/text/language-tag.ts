/** A language tag (BCP 47) in its canonical form; null for what is none, as `en_us` and `English, please`. */
export function languageTag(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null; // RangeError is how Intl says that this is no language tag
  }
}
