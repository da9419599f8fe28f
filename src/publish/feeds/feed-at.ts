import { feedPath } from '../site/paths.js';
import type { Stream } from '../site/view.js';
import type { FeedFormat } from './format.js';
import { FORMATS } from './formats.js';

/**
 * A published path of a feed: what it is written in, and whether it is a stream's live feed or a sealed part
 * of its archive.
 */
export interface FeedAt {
  readonly format: FeedFormat;
  readonly isLive: boolean;
}

const FEED = /^(?:feed|(?:tags|bundles)\/[^/.]+(\/archive\/\d+)?)\.([^./]+)$/;

/** The feed that stands at a published path; null where anything else does. */
export function feedAt(path: string): FeedAt | null {
  const [, archive, extension] = FEED.exec(path) ?? [];
  const format = FORMATS.find((one) => one.extension === extension);
  return format === undefined ? null : { format, isLive: archive === undefined };
}

/** The paths of a stream's live feeds, one for each format. */
export const liveFeeds = (stream: Pick<Stream, 'kind' | 'slug'>): readonly string[] =>
  FORMATS.map(({ extension }) => feedPath(stream, extension));
