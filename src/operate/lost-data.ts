import { LostDataError } from '../model/errors.js';
import { hasPublishedPosts } from '../publish/write/published-posts.js';
import { shownLocation } from '../store/index.js';
import { withReader } from './site.js';

/**
 * Refuses to publish an empty database over a site that has posts: as a rule its folder was lost, or is not
 * mounted. Looks only, before anything is locked or written. One that was emptied by `remove` has published
 * before, and passes.
 * @throws LostDataError, exit code 1
 */
export async function refuseLostData({ data, out }: { data: string; out: string }): Promise<void> {
  const isNew = await withReader({ data }, async (store) => {
    if ((await store.facts()).edition > 0) return false;
    return [...(await store.sources()).values()].every(({ entries }) => entries === 0);
  });
  if (!isNew || !(await hasPublishedPosts(out))) return;
  throw new LostDataError(
    `${shownLocation(data)} has no posts, but ${out} has: was it lost, or is it not mounted? To begin anew all the same: --new-site`,
  );
}
