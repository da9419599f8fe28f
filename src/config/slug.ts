/** Names whose symbols matter, as their speakers say them: `c++` is cpp, `c#` csharp, `.net` dotnet. */
const SAID: readonly (readonly [RegExp, string])[] = [
  [/(?<=[\p{L}\p{N}])\+\+/gu, 'pp'],
  [/(?<=[\p{L}\p{N}])#/gu, 'sharp'],
  [/(?<![\p{L}\p{N}.])\.(?=[\p{L}\p{N}])/gu, 'dot'],
  [/&/g, ' and '],
  [/['’]/g, ''],
];

/** File names end at 255 bytes on common file systems; a slug becomes one with an extension, in UTF-8. */
const MAX_LENGTH = 60;

/**
 * The name of a tag, bundle or group in paths: lower-case words joined by `-`, Latin letters without their accents,
 * letters of other scripts as they are. Empty where the name has no letter or digit. A slug is its own slug.
 */
export function slugify(name: string): string {
  let text = name.normalize('NFKD').replace(/(?<=\p{Script=Latin})\p{M}+/gu, '');
  for (const [symbol, said] of SAID) text = text.replace(symbol, said);
  const words =
    text
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...words.join('-')].slice(0, MAX_LENGTH).join('').replace(/-$/, '');
}
