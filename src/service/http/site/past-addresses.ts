import type { Config } from '../../../config/config.js';
import { instant } from '../../../model/values.js';
import type { Stored } from '../../../operate/status/stored.js';
import { nameOf } from '../../../publish/site/paths.js';
import { farewells } from '../../../publish/site/retired.js';
import { movedTags, pastArchives } from './moved-tags.js';
import type { SiteOptions } from './site-route.js';

type PastAddresses = Pick<SiteOptions, 'moved' | 'wasThere'>;

/** What is known where an address is asked for. */
interface Known {
  readonly tags: Config['tags'];
  /** Null while it is not known. */
  readonly stored: Stored | null;
}

/** Addresses that lead elsewhere, or nowhere any more; worked out again where another object is known. */
export function pastAddresses(known: () => Known, now: () => number): PastAddresses {
  let last: (Known & { readonly addresses: PastAddresses }) | null = null;
  const current = (): PastAddresses => {
    const { tags, stored } = known();
    if (last?.tags !== tags || last.stored !== stored)
      last = { tags, stored, addresses: addressesOf({ tags, stored }, now()) };
    return last.addresses;
  };
  return { moved: (path) => current().moved(path), wasThere: (path) => current().wasThere(path) };
}

function addressesOf({ tags, stored }: Known, now: number): PastAddresses {
  const { gone } = farewells(stored?.facts.retired ?? {}, instant(now));
  return {
    moved: movedTags(tags, gone.map(nameOf)),
    wasThere: pastArchives(stored?.counts.archives ?? {}),
  };
}
