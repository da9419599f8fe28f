import { createFile, replaceText } from './write.js';

/** Writes a lexicon whole, or not at all. */
export async function writeLexicon(file: string, text: string): Promise<void> {
  if (!(await createFile(file, text))) await replaceText(file, text);
}
