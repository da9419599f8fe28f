import { onTestFinished } from 'vitest';
import { createFetcher, type FetcherSettings } from '../../src/fetch/index.js';
import type { FetchRequest, FetchResult } from '../../src/fetch/result.js';
import type { HttpUrl } from '../../src/model/values.js';

/** A fetcher with dull settings that reaches test servers; closed when the test is over. */
export function fetcher(settings: Partial<FetcherSettings> = {}): ReturnType<typeof createFetcher> {
  const made = createFetcher({
    version: '1.2.3',
    contact: 'https://reader.example/about',
    timeoutMs: 60_000,
    maxBytes: 1_000_000,
    allowPrivate: true,
    perHost: 2,
    env: {},
    ...settings,
  });
  onTestFinished(() => made.close());
  return made;
}

/** Asks one address once. */
export function get(
  url: HttpUrl,
  settings: Partial<FetcherSettings> = {},
  request: Partial<FetchRequest> = {},
): Promise<FetchResult> {
  const validators = { etag: null, lastModified: null, from: null };
  return fetcher(settings).fetch({ url, validators, ...request }, new AbortController().signal);
}
