import type { Instant } from '../../../model/values.js';
import { type Site, withReader } from '../../../operate/site.js';
import { siteView, type ViewContext } from '../../../publish/site/make-view.js';
import type { SiteView } from '../../../publish/site/view.js';
import { STATE_FILE } from '../../../publish/write/marker.js';
import { listSources } from '../../../sources/listed.js';
import { createSiteFiles } from '../site/files.js';

/** The site as it was published last: what is rendered of it stays the same until the next publication. */
export interface Edition {
  readonly context: ViewContext;
  readonly view: SiteView;
  /** When its files were made. */
  readonly published: Date;
  readonly born: Instant;
  /** Streams that are no more, `tags/old`: their feeds say so for a while. */
  readonly retired: ReadonlySet<string>;
}

export interface EditionOptions {
  /** public/. */
  readonly root: string;
  /** The database. */
  readonly data: string;
  /** As it is configured by now. */
  site(): Site;
}

/**
 * Answers the edition that public/ holds by now, whoever published it; null where it holds none. The same
 * object for as long as it is the same, so that whoever keeps something of it sees when that is over.
 */
export function createEditions({ root, data, site }: EditionOptions): () => Promise<Edition | null> {
  const files = createSiteFiles(root);
  let latest: {
    readonly version: string;
    readonly of: Site;
    readonly edition: Promise<Edition | null>;
  } | null = null;
  return async () => {
    const found = await files.find(STATE_FILE);
    if (found.kind !== 'file') return null;
    const { version, modified } = found.snapshot;
    const of = site();
    if (latest?.version !== version || latest.of !== of) {
      const edition = readEdition(of, data, modified);
      latest = { version, of, edition };
      edition.catch(() => {
        if (latest?.edition === edition) latest = null; // it may be readable the next time
      });
    }
    return latest.edition;
  };
}

function readEdition({ config, theme }: Site, data: string, published: Date): Promise<Edition | null> {
  return withReader({ data }, async (store) => {
    const [site, counts, records, { firstUrl, retired, lists }] = await Promise.all([
      store.stream('site'),
      store.counts(),
      store.sources(),
      store.facts(),
    ]);
    if (site === null) return null;
    const listed = listSources(config, records, lists);
    const context: ViewContext = { config, theme, listed, counts, site, records, firstUrl };
    const view = siteView(context);
    return { context, view, published, born: site.born, retired: new Set(Object.keys(retired)) };
  });
}
