import { vi } from 'vitest';

/** Does work each piece of which has a turn of the event loop of its own; answers how many there were. */
export async function piecesOf(work: () => Promise<unknown>): Promise<number> {
  // Such a time leaves room for none; a piece looks at it where it asks for its turn, and where it gets it.
  const clock = vi.spyOn(performance, 'now').mockReturnValue(Number.NaN);
  try {
    await work();
    return Math.floor(clock.mock.calls.length / 2);
  } finally {
    clock.mockRestore();
  }
}
