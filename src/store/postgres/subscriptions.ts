import type { Subscription } from '../../schedule/index.js';
import type { Queries } from './connect.js';

/** Subscriptions to hubs, the oldest first. */
export async function allSubscriptions(queries: Queries): Promise<readonly Subscription[]> {
  const rows = await queries.rows<{ subscription: Subscription }>(
    'select subscription from tagwire.subscriptions order by n',
  );
  return rows.map(({ subscription }) => subscription);
}

export async function writeSubscriptions(
  queries: Queries,
  changes: ReadonlyMap<string, Subscription | null>,
): Promise<void> {
  for (const [id, one] of changes) {
    if (one === null) await queries.rows('delete from tagwire.subscriptions where id = $1', [id]);
    else
      await queries.rows(
        `insert into tagwire.subscriptions (id, subscription) values ($1, $2)
         on conflict (id) do update set subscription = excluded.subscription`,
        [id, JSON.stringify(one)],
      );
  }
}
