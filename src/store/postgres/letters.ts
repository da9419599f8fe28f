import { randomUUID } from 'node:crypto';
import { type Instant, instant } from '../../model/values.js';
import type { Again, Letter, Waiting, WantedLetters } from '../store.js';
import type { Queries } from './connect.js';

const COLUMNS = 'id, kind, recipient as to, about, since, attempts, not_before as "notBefore"';

/** What waits to be sent, in the order that it came. */
export function allLetters(queries: Queries): Promise<readonly Waiting[]> {
  return queries.rows<Waiting>(`select ${COLUMNS} from tagwire.letters order by n`);
}

/** Letters are written, or written anew: how long a place that doesn't answer is left alone stays. */
export async function writeLetters(queries: Queries, letters: readonly Letter[], at: Instant): Promise<void> {
  for (const { kind, to, about } of letters) {
    await queries.rows(
      `with before as (
         delete from tagwire.letters
         where md5(about) = md5($4) and about = $4 and kind = $2 and recipient = $3
         returning attempts, not_before)
       insert into tagwire.letters (id, kind, recipient, about, since, attempts, not_before)
       select $1, $2, $3, $4, $5, coalesce(max(attempts), 0), coalesce(max(not_before), $5) from before`,
      [randomUUID(), kind, to, about, at],
    );
  }
}

/** Takes letters as they were written elsewhere. */
export async function restoreLetters(queries: Queries, letters: readonly Waiting[]): Promise<void> {
  for (const { id, kind, to, about, since, attempts, notBefore } of letters)
    await queries.rows(
      `insert into tagwire.letters (id, kind, recipient, about, since, attempts, not_before)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, kind, to, about, since, attempts, notBefore],
    );
}

/** Letters whose time has come, each leased by the database's clock: of several workers one has it. */
export function takeLetters(
  queries: Queries,
  { now, lease, most, longestWait }: WantedLetters,
): Promise<readonly Waiting[]> {
  return queries.rows<Waiting>(
    `with due as (
       select id from tagwire.letters
       where (not_before <= $1 or not_before > $4) and (leased_until is null or leased_until <= now())
       order by n limit $2 for update skip locked),
     taken as (
       update tagwire.letters set leased_until = now() + $3 * interval '1 ms'
       where id in (select id from due) returning *)
     select ${COLUMNS} from taken order by n`,
    [instant(now), most, lease, instant(now + longestWait)],
  );
}

/** What came of letters, by their ids. */
export async function settleLetters(queries: Queries, outcomes: ReadonlyMap<string, Again>): Promise<void> {
  for (const [id, again] of outcomes) {
    if (again === null) await queries.rows('delete from tagwire.letters where id = $1', [id]);
    else
      await queries.rows(
        'update tagwire.letters set attempts = $2, not_before = $3, leased_until = null where id = $1',
        [id, again.attempts, again.notBefore],
      );
  }
}
