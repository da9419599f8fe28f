import { type HealthEvent, nameOf, type SourceEvent } from './event.js';

/** The newest are kept: years of a site that is well, weeks of one that never is. */
const MOST = 300;
/** So many of a kind within an hour are told one by one; what more there are share one event. */
const ALONE = 5;
/** A shared event names so many. */
const NAMED = 50;

/**
 * The events that are kept, the last one first, after these have happened as well. One that is known is not
 * kept twice. What happens to thousands of sources at once is a handful of events: none that was there goes
 * for it, as somebody may have read it.
 */
export const withEvents = (
  kept: readonly HealthEvent[],
  happened: readonly HealthEvent[],
): readonly HealthEvent[] => happened.reduce(withEvent, kept);

function withEvent(kept: readonly HealthEvent[], event: HealthEvent): readonly HealthEvent[] {
  const name = nameOf(event);
  if (kept.some((one) => one.kind === event.kind && nameOf(one) === name)) return kept;
  if ('source' in event && isMany(kept, event)) return withMore(kept, event);
  return [event, ...kept].slice(0, MOST);
}

const hourOf = ({ at }: HealthEvent): string => at.slice(0, 13);

function isMany(kept: readonly HealthEvent[], event: SourceEvent): boolean {
  const hour = hourOf(event);
  return kept.filter((one) => one.kind === event.kind && hourOf(one) === hour).length >= ALONE;
}

function withMore(kept: readonly HealthEvent[], event: SourceEvent): readonly HealthEvent[] {
  const { kind: of, at, source, title } = event;
  const hour = hourOf(event);
  const known = kept.find((one) => one.kind === 'more' && one.of === of && one.hour === hour);
  const { count, sources } = known?.kind === 'more' ? known : { count: 0, sources: [] };
  const more: HealthEvent = {
    ...{ kind: 'more', of, hour, at, count: count + 1 },
    sources: [...sources, { source, title }].slice(0, NAMED),
  };
  return [more, ...kept.filter((one) => one !== known)].slice(0, MOST);
}
