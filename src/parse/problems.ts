/** Gathers what could not be read, in words, each once, a bounded number of lines. */
export interface Problems {
  add(problem: string): void;
  list(): readonly string[];
}

/** A feed whose every date is wrong need not say so a thousand times. */
const MOST = 20;

export function problems(): Problems {
  const found: string[] = [];
  let more = 0;
  return {
    add(problem) {
      if (found.includes(problem)) return;
      if (found.length < MOST) found.push(problem);
      else more += 1;
    },
    list: () => (more === 0 ? found : [...found, `and ${more} more`]),
  };
}
