import type { HealthEvent } from '../../events/event.js';
import type { SourceKey } from '../../model/values.js';
import type { PollState } from '../../schedule/index.js';
import type { Database } from './connect.js';
import { tellEvents } from './events.js';
import type { Leases } from './leases.js';
import { writePolls } from './source-rows.js';
import { Together, type Turns } from './turns.js';

/** What came of asking a source, and the events that it makes. */
interface Polled {
  readonly source: SourceKey;
  readonly poll: PollState;
  readonly events: readonly HealthEvent[];
}

/** Stores what came of asking sources, and ends their leases: what waits for its turn is one transaction. */
export const pollWriter = (turns: Turns, database: Database, leases: Leases): Together<Polled> =>
  new Together(turns, async (polls) => {
    const states = new Map(polls.map(({ source, poll }) => [source, poll]));
    const free = leases.settle(states.keys());
    await database.transaction(async (queries) => {
      for (const { events } of polls) await tellEvents(queries, events);
      await writePolls(queries, states);
      await leases.polled(queries, free);
    });
  });
