import type { IncomingHttpHeaders } from 'node:http';
import fresh from 'fresh';
import Negotiator from 'negotiator';
import { BRIEFLY, fileHeaders, type Headers, METHODS, PREFLIGHT } from '../headers.js';
import { type MediaType, mediaType } from '../media-type.js';
import { type Answer, isRead, notAllowed, type Request, type Route, text } from '../route.js';
import { relativeReference } from '../target.js';
import { createSiteFiles, type SiteFiles } from './files.js';
import type { ContentCoding, Snapshot } from './snapshot.js';

/** What became of a path that is published no longer. */
export type Moved = { readonly kind: 'moved'; readonly to: string } | { readonly kind: 'gone' };

export interface SiteOptions {
  /** public/; it may be empty or not there yet. */
  readonly root: string;
  /**
   * Asked before the files are: `tags/old.atom` → moved to `tags/new.atom`, for the aliases of tags; gone,
   * for removed ones. Paths without a leading slash, pages with the slash that ends them.
   */
  readonly moved: (path: string) => Moved | null;
  /** Asked where there is no file: whether there was one that is gone for good. */
  readonly wasThere: (path: string) => boolean;
  /** The `Link` of the file at a path; null for none. */
  readonly linkOf: (path: string) => string | null;
  /** Answers what isn't there as long as nothing has been published: there is no home page. */
  readonly beginning?: (path: string) => Answer;
  /** The pages' Content-Security-Policy. */
  readonly pagePolicy: () => string;
  /**
   * Whether an asset is the one that pages of this version (`?v=`) mean: then it never changes. Whoever asks
   * for the next version before it is published must not have a cache keep the last one under that name.
   */
  readonly isOfVersion?: (path: string, version: string, bytes: Buffer) => boolean;
}

/** The published site by RFC 9110. It has an answer to everything, so it is the last route. */
export function siteRoute(options: SiteOptions): Route {
  const site: Site = { ...options, files: createSiteFiles(options.root) };
  return (request) => {
    if (request.method === 'OPTIONS') return { status: 204, headers: PREFLIGHT, body: null };
    if (!isRead(request)) return notAllowed('Only GET and HEAD are answered here.', METHODS);
    return request.path === null ? missing(404, '', request, site) : published(request.path, request, site);
  };
}

interface Site extends SiteOptions {
  readonly files: SiteFiles;
}

async function published(asked: string, request: Request, site: Site): Promise<Answer> {
  const moved = site.moved(asked);
  if (moved?.kind === 'gone') return missing(410, asked, request, site);
  if (moved?.kind === 'moved') return redirect(relativeReference(asked, moved.to));

  const isFolder = asked === '' || asked.endsWith('/');
  const path = isFolder ? `${asked}index.html` : asked;
  const found = await site.files.find(path);
  if (found.kind === 'missing') return missing(site.wasThere(path) ? 410 : 404, path, request, site);
  if (found.kind === 'file') {
    const versioned = await isVersioned(path, found.snapshot, request, site);
    return conditional(await represent(200, path, found.snapshot, versioned, request, site), request);
  }
  const index = await site.files.find(`${path}/index.html`);
  if (isFolder || index.kind !== 'file') return missing(404, path, request, site);
  const query = request.query.size === 0 ? '' : `?${request.query}`;
  return redirect(relativeReference(path, `${path}/`) + query);
}

async function isVersioned(
  path: string,
  snapshot: Snapshot,
  { query }: Request,
  { isOfVersion }: Site,
): Promise<boolean> {
  const version = query.get('v');
  if (version === null || isOfVersion === undefined) return false;
  return isOfVersion(path, version, (await snapshot.represent('identity')).body);
}

/** A file in the coding that suits the client. */
function represent(
  status: number,
  path: string,
  snapshot: Snapshot,
  versioned: boolean,
  request: Request,
  site: Site,
): Promise<Answer> {
  const type = mediaType(path);
  const headers = fileHeaders(type, { versioned, pagePolicy: site.pagePolicy(), link: site.linkOf(path) });
  return represented(status, type, headers, snapshot, request);
}

/** The bytes in the coding that suits the client, with their validators. */
export async function represented(
  status: number,
  type: MediaType,
  headers: Headers,
  snapshot: Snapshot,
  request: Pick<Request, 'headers'>,
): Promise<Answer> {
  const coding = type.compressible ? acceptedCoding(request.headers) : 'identity';
  const representation = await snapshot.represent(coding);
  return {
    status,
    headers: {
      ...headers,
      ETag: representation.etag,
      'Last-Modified': snapshot.modified.toUTCString(),
      'Content-Type': type.contentType,
      ...(representation.coding === 'identity' ? {} : { 'Content-Encoding': representation.coding }),
    },
    body: representation.body,
  };
}

/**
 * Brotli where it is as welcome as gzip. Nothing acceptable at all is answered as it is (RFC 9110 12.5.3).
 */
function acceptedCoding(headers: IncomingHttpHeaders): ContentCoding {
  const accept = headers['accept-encoding'];
  const accepted = new Negotiator({ headers: { 'accept-encoding': String(accept ?? '') } }).encodings([
    'br',
    'gzip',
    'identity',
  ]);
  if (accepted[0] === undefined || accepted[0] === 'identity') return 'identity';
  return accepted.includes('br') ? 'br' : 'gzip';
}

/** 304 where the client has these very bytes (RFC 9110 13.2.2: If-None-Match wins over If-Modified-Since). */
export function conditional(full: Answer, request: Pick<Request, 'headers'>): Answer {
  const { ETag: etag, 'Last-Modified': modified } = full.headers;
  // Without the request's Cache-Control: `fresh` takes its no-cache for a wish for the whole body, but HTTP
  // clients add it to conditional requests that want nothing more than a 304.
  const unchanged = fresh(
    {
      'if-none-match': request.headers['if-none-match'],
      'if-modified-since': request.headers['if-modified-since'],
    },
    { etag, 'last-modified': modified },
  );
  if (!unchanged) return full;
  const { 'Content-Type': _type, 'Content-Encoding': _coding, ...headers } = full.headers;
  return { status: 304, headers, body: null };
}

/**
 * The site's own 404 page where a page was asked for and there is one; readers and scripts get a line of
 * text.
 */
async function missing(status: 404 | 410, path: string, request: Request, site: Site): Promise<Answer> {
  if (site.beginning !== undefined && (await site.files.find('index.html')).kind !== 'file')
    return site.beginning(path);
  const isPage = /(?:^|\/)[^./]*(?:\.html)?$/.test(path);
  const page = isPage ? await site.files.find('404.html') : null;
  if (page?.kind !== 'file') {
    return text(status, status === 410 ? 'Gone: this is no longer published.' : 'Not found.');
  }
  const {
    status: _ok,
    headers,
    body,
  } = await represent(status, '404.html', page.snapshot, false, request, site);
  const { ETag: _etag, 'Last-Modified': _modified, ...rest } = headers;
  return { status, headers: { ...rest, ...BRIEFLY }, body };
}

/** For good; feed readers in browsers may follow, too. */
export function redirect(location: string): Answer {
  return text(301, `Moved to ${location}`, { Location: location, 'Access-Control-Allow-Origin': '*' });
}
