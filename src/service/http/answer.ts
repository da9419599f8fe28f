import type { IncomingHttpHeaders } from 'node:http';
import fresh from 'fresh';
import Negotiator from 'negotiator';
import type { SiteFiles } from './files.js';
import { ALWAYS, fileHeaders, type Headers, PREFLIGHT } from './headers.js';
import { mediaType } from './media-type.js';
import type { ContentCoding, Snapshot } from './snapshot.js';
import { parseTarget, relativeReference } from './target.js';

/** A request, as far as an answer depends on it. */
export interface Request {
  readonly method: string;
  /** The request target as it came. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** A whole answer. `Content-Length` is that of `body`, which HEAD leaves out. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer | null;
}

/** What became of a path that is published no longer. */
export type Moved = { readonly kind: 'moved'; readonly to: string } | { readonly kind: 'gone' };

export interface AnswerOptions {
  readonly files: SiteFiles;
  /**
   * Asked before the files are: `tags/old.atom` → moved to `tags/new.atom`, for the aliases of tags; gone, for
   * removed ones. Paths without a leading slash, pages with the slash that ends them.
   */
  readonly moved: (path: string) => Moved | null;
  /** The pages' Content-Security-Policy. */
  readonly pagePolicy: string;
}

/** Answers from public/ by RFC 9110. Never throws but for what the file system throws. */
export async function answer(request: Request, options: AnswerOptions): Promise<Answer> {
  if (request.method === 'OPTIONS') return { status: 204, headers: PREFLIGHT, body: null };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return text(405, 'Only GET and HEAD are answered here.', { Allow: 'GET, HEAD, OPTIONS' });
  }
  const target = parseTarget(request.target);
  if (target.kind === 'malformed') return text(400, 'That is no address.');
  if (target.kind === 'unpublished') return missing(404, '', request, options);

  const moved = options.moved(target.path);
  if (moved?.kind === 'gone') return missing(410, target.path, request, options);
  if (moved?.kind === 'moved') return redirect(relativeReference(target.path, moved.to));

  const isFolder = target.path === '' || target.path.endsWith('/');
  const path = isFolder ? `${target.path}index.html` : target.path;
  const found = await options.files.find(path);
  if (found.kind === 'missing') return missing(404, path, request, options);
  if (found.kind === 'file') {
    const versioned = target.query.has('v') && path.startsWith('assets/');
    return conditional(await represent(200, path, found.snapshot, versioned, request, options), request);
  }
  const index = await options.files.find(`${path}/index.html`);
  if (isFolder || index.kind !== 'file') return missing(404, path, request, options);
  const query = target.query.size === 0 ? '' : `?${target.query}`;
  return redirect(relativeReference(path, `${path}/`) + query);
}

/** A file in the coding that suits the client. */
async function represent(
  status: number,
  path: string,
  snapshot: Snapshot,
  versioned: boolean,
  request: Request,
  options: AnswerOptions,
): Promise<Answer> {
  const type = mediaType(path);
  const coding = type.compressible ? acceptedCoding(request.headers) : 'identity';
  const representation = await snapshot.represent(coding);
  return {
    status,
    headers: {
      ...fileHeaders(type, versioned, options.pagePolicy),
      ETag: representation.etag,
      'Last-Modified': snapshot.modified.toUTCString(),
      'Content-Type': type.contentType,
      ...(representation.coding === 'identity' ? {} : { 'Content-Encoding': representation.coding }),
    },
    body: representation.body,
  };
}

/** Brotli where it is as welcome as gzip. Nothing acceptable at all is answered as it is (RFC 9110 12.5.3). */
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
function conditional(full: Answer, request: Request): Answer {
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

/** The site's own 404 page where a page was asked for and there is one; readers and scripts get a line of text. */
async function missing(
  status: 404 | 410,
  path: string,
  request: Request,
  options: AnswerOptions,
): Promise<Answer> {
  const isPage = /(?:^|\/)[^./]*(?:\.html)?$/.test(path);
  const page = isPage ? await options.files.find('404.html') : null;
  if (page?.kind !== 'file') {
    return text(status, status === 410 ? 'Gone: this is no longer published.' : 'Not found.');
  }
  const {
    status: _ok,
    headers,
    body,
  } = await represent(status, '404.html', page.snapshot, false, request, options);
  const { ETag: _etag, 'Last-Modified': _modified, ...rest } = headers;
  return { status, headers: { ...rest, ...BRIEFLY }, body };
}

/** Minutes: what is missing now may be published by the next pass. */
const BRIEFLY: Headers = { 'Cache-Control': 'public, max-age=60' };

function redirect(location: string): Answer {
  return text(301, `Moved to ${location}`, { Location: location, 'Access-Control-Allow-Origin': '*' });
}

function text(status: number, words: string, headers: Headers = {}): Answer {
  return {
    status,
    headers: { ...ALWAYS, ...BRIEFLY, ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
    body: Buffer.from(`${words}\n`),
  };
}
