import { existsSync } from 'node:fs';
import type { Places, Site } from '../../operate/site.js';
import { publishPrepared } from '../../pass/pass.js';
import type { Prepared } from '../../pass/prepare.js';
import type { Io } from '../../terminal/io.js';

/** Everything done to the store is durable, and the published site shows it at once, if there is one. */
export async function keepPublished(
  site: Site,
  prepared: Prepared,
  { out }: Pick<Places, 'out'>,
  { version, now }: Pick<Io, 'version' | 'now'>,
): Promise<void> {
  const { store } = prepared;
  await store.flush();
  if (existsSync(out)) await publishPrepared({ ...site, store, out, version, now }, prepared, 'changes');
}
