/** `-C` stands before a folder, `-h` asks for help; a tag of such a name is written behind `--`. */
const OPTIONS: ReadonlySet<string> = new Set(['-', '-C', '-h']);

/**
 * The words of a command that takes tags as `+ffi` and `-web`, those that look like options behind a `--`: a
 * tag is not an option.
 */
export function tagsBehind(words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  const before = end < 0 ? words : words.slice(0, end);
  const isTag = (word: string): boolean => /^-[^-]/.test(word) && !OPTIONS.has(word);
  const tags = [...before.filter(isTag), ...(end < 0 ? [] : words.slice(end + 1))];
  return tags.length === 0 ? words : [...before.filter((word) => !isTag(word)), '--', ...tags];
}
