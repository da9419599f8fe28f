import type { HealthEvent } from '../../events/event.js';
import { withEvents } from '../../events/keep.js';
import type { Queries } from './connect.js';

/** Keeps what has happened, in the transaction of what made it happen. */
export async function tellEvents(queries: Queries, events: readonly HealthEvent[]): Promise<void> {
  if (events.length === 0) return;
  const [row] = await queries.rows<{ events: readonly HealthEvent[] }>(
    'select events from tagwire.database for update',
  );
  await writeEvents(queries, withEvents(row?.events ?? [], events));
}

export async function writeEvents(queries: Queries, events: readonly HealthEvent[]): Promise<void> {
  await queries.rows('update tagwire.database set events = $1', [JSON.stringify(events)]);
}
