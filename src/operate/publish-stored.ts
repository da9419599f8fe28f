import { makeRulings } from '../merge/rulings.js';
import { instant } from '../model/values.js';
import { publishOnly } from '../pass/pass.js';
import type { WriteCounts } from '../publish/write/write.js';
import { listSources } from '../sources/listed.js';
import { refuseLostData } from './lost-data.js';
import { type Preview, preview } from './preview.js';
import { type Places, type Site, type SitePlaces, type World, withReader, withStore } from './site.js';

/** Brings what is stored under the rules and public/ up to date, with no request to any source. */
export async function publishStored(
  site: Site,
  places: SitePlaces,
  { now, version }: Pick<World, 'now' | 'version'>,
): Promise<WriteCounts> {
  if (!places.newSite) await refuseLostData(places);
  return withStore(places, site.config, { now }, (store) =>
    publishOnly({ ...site, store, out: places.out, version, now }),
  );
}

/** What `publishStored` would change in the tags. Writes nothing, and works while a pass runs. */
export function previewStored(
  { config, classifier }: Site,
  places: Pick<Places, 'data'>,
  { now }: Pick<World, 'now'>,
): Promise<Preview> {
  return withReader(places, async (store) => {
    const records = await store.sources();
    const listed = listSources(config, records, (await store.facts()).lists);
    const rulings = makeRulings(config, classifier, listed, records.values(), instant(now()));
    return preview(store, rulings, config.tags);
  });
}
