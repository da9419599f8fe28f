/**
 * The forms of an English noun that stand for one another where a tag asks for it: `macro` and `macros`,
 * `library` and `libraries`. By choice, because folding everywhere costs more than it finds. Some forms are
 * no words (`statu`): they harm nobody, and a dictionary would. The first is the plural, which all forms of a
 * noun share.
 */
export function numberForms(word: string): readonly string[] {
  if (!/^[a-z]{2,}$/.test(word)) return [word];
  if (!/[^s]s$/.test(word) || word.length < 4) return [pluralOf(word), word];
  return [word, ...singularsOf(word)];
}

function singularsOf(word: string): string[] {
  if (/[^aeiou]ies$/.test(word)) return [`${word.slice(0, -3)}y`, word.slice(0, -1)];
  if (/(?:ss|x|z|ch|sh)es$/.test(word)) return [word.slice(0, -2), word.slice(0, -1)];
  if (/(?:us|is)$/.test(word)) return [word.slice(0, -1), `${word}es`];
  return [word.slice(0, -1)];
}

function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
