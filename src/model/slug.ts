/** Names whose symbols matter, as their speakers say them: `c++` is cpp, `c#` csharp, `.net` dotnet. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/(?<=[\p{L}\p{N}])\+\+/gu, 'pp'],
  [/(?<=[\p{L}\p{N}])#/gu, 'sharp'],
  [/(?<![\p{L}\p{N}.])\.(?=[\p{L}\p{N}])/gu, 'dot'],
  [/&/g, ' and '],
  [/['’]/g, ''],
];

/** Latin letters that no accent can be taken from, in ASCII. */
const IN_ASCII: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ł: 'l',
    ħ: 'h',
    ŧ: 't',
    ı: 'i',
  }),
);

/** What nearly all names are, told apart at once: a large file names its tags some ten thousand times. */
const PLAIN = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** File names end at 255 bytes on common file systems; a slug becomes one with an extension, in UTF-8. */
const MAX_LENGTH = 60;

/**
 * The name of a tag, bundle or group in paths: lower-case words joined by `-`, Latin letters in ASCII, Greek
 * ones without their accents, letters of other scripts as they are: their marks are part of the letter (й).
 * The same whatever the site's language. Empty where the name has no letter or digit. A slug is its own slug.
 */
export function slugify(name: string): string {
  if (name.length <= MAX_LENGTH && PLAIN.test(name)) return name;
  let text = name.normalize('NFKD').replace(/(?<=[\p{Script=Latin}\p{Script=Greek}])\p{M}+/gu, '');
  for (const [symbol, said] of SAID) text = text.replace(symbol, said);
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .replace(/[ßæœøđðþłħŧı]/g, (letter) => IN_ASCII.get(letter) ?? letter)
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...words.join('-')].slice(0, MAX_LENGTH).join('').replace(/-$/, '');
}
