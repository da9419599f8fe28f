import { digestName } from '../../model/stream.js';
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
  /** The stream's name: `site`, `tags/ffi`, `weekly/ffi`. */
  readonly stream: string;
  readonly isLive: boolean;
  /** The number of an archive; null for the live feed, and for archives of the site, which have none. */
  readonly archive: number | null;
}

const FEED =
  /^(?:feed|((?:tags|bundles)\/[^/.]+)(?:\/archive\/(\d{1,9}))?|tags\/([^/.]+)\/weekly|(feed\/archive\/[\w-]{1,40}))\.([^./]+)$/;

/** The feed that stands at a published path; null where anything else does. */
export function feedAt(path: string): FeedAt | null {
  const [, name = 'site', archive, digested, ofSite, extension] = FEED.exec(path) ?? [];
  const stream = digested === undefined ? name : digestName(digested);
  const format = FORMATS.find((one) => one.extension === extension);
  return format === undefined
    ? null
    : {
        format,
        stream,
        isLive: archive === undefined && ofSite === undefined,
        archive: archive === undefined ? null : Number(archive),
      };
}

/** The paths of a stream's live feeds, one for each format. */
export const liveFeeds = (stream: Pick<Stream, 'kind' | 'slug'>): readonly string[] =>
  FORMATS.map(({ extension }) => feedPath(stream, extension));
