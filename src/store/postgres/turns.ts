import { atOnce } from '../../model/at-once.js';

/** What one worker does to the database, one thing after the other: two at once would wait for each other. */
export class Turns {
  private readonly oneByOne = atOnce(1);
  private asked = 0;

  /** Does something when all that was begun before has ended. */
  take<T>(work: () => Promise<T>): Promise<T> {
    this.asked += 1;
    return this.oneByOne(work);
  }

  /** How many turns have been asked for. */
  get count(): number {
    return this.asked;
  }
}

/** Items that are worked on in turn: those that come right after each other while they wait are one turn. */
export class Together<T> {
  private waiting: { readonly items: T[]; readonly turn: number; readonly done: Promise<void> } | null = null;

  constructor(
    private readonly turns: Turns,
    private readonly work: (items: readonly T[]) => Promise<void>,
  ) {}

  /** Resolves when it is done; not before what was asked for earlier, nor after what is asked for later. */
  add(item: T): Promise<void> {
    if (this.waiting?.turn === this.turns.count) {
      this.waiting.items.push(item);
      return this.waiting.done;
    }
    const items = [item];
    const done = this.turns.take(() => {
      if (this.waiting?.items === items) this.waiting = null;
      return this.work(items);
    });
    this.waiting = { items, turn: this.turns.count, done };
    return done;
  }
}
