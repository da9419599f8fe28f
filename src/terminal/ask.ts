import { createInterface } from 'node:readline/promises';
import type { Io } from './io.js';

interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Ends the waiting for an answer. */
  readonly signal: AbortSignal;
  /** Ctrl-C was pressed. */
  interrupted(): void;
}

/**
 * Puts questions to whoever sits at a terminal. Lines that come before they are asked for, as pasted ones do,
 * are the answers to the next questions.
 */
export function createAsk({ input, output, signal, interrupted }: Terminal): NonNullable<Io['ask']> {
  const early: string[] = [];
  return async (question) => {
    const known = early.shift();
    if (known !== undefined) {
      output.write(`${question}${known}\n`);
      return known;
    }
    const reader = createInterface({ input, output });
    reader.on('line', (line) => early.push(line)); // the first one goes to the question
    reader.on('SIGINT', interrupted);
    const closed = new Promise<null>((resolve) => reader.once('close', () => resolve(null)));
    try {
      return await Promise.race([reader.question(question, { signal }).catch(() => null), closed]);
    } finally {
      reader.close();
    }
  };
}
