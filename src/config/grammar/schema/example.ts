/** What an editor offers and docs/config.md shows. */
export const example = (value: unknown) => ({ examples: [value] });
