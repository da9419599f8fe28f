/** So many answers: those about all entries of a usual document. */
const MOST = 512;
/** Of longer texts, which only hostile documents have, none is kept. */
const LONGEST = 1000;

/**
 * A pure function of a text that remembers what it has answered lately: the entries of a document are looked
 * for under the same ids and links a dozen times, from one end of a pass to the other.
 */
export function remembered<Answer>(of: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = of(text);
    if (text.length > LONGEST) return answer;
    if (answers.size >= MOST) answers.clear();
    answers.set(text, answer);
    return answer;
  };
}
