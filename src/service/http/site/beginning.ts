import type { Site } from '../../../operate/site.js';
import { type Beginning, beginningPage } from '../../../publish/pages/beginning.js';
import { contentSecurityPolicy } from '../../../publish/pages/csp.js';
import { ALWAYS, fileHeaders } from '../headers.js';
import { mediaType } from '../media-type.js';
import { type Answer, text } from '../route.js';

/** Seconds after which a reader may ask again for what is not published yet. */
const RETRY = 30;
const UNSTORED = { 'Cache-Control': 'no-store' } as const;

/**
 * The answer for a site that nothing has been published of yet: at its home page what is going on, with the
 * styles that it will have, and elsewhere that it is too early.
 */
export function beginningAnswer(path: string, { config, theme }: Site, beginning: Beginning): Answer {
  const asset = path.startsWith('assets/') ? theme.assets.get(path.slice('assets/'.length)) : undefined;
  const policy = contentSecurityPolicy(config.site);
  if (path === '' || path === 'index.html') return page(beginningPage(config.site, theme, beginning), policy);
  if (asset !== undefined) {
    const type = mediaType(path);
    const headers = {
      ...fileHeaders(type, { versioned: false, pagePolicy: policy, link: null }),
      ...UNSTORED,
      'Content-Type': type.contentType,
    };
    return { status: 200, headers, body: Buffer.from(asset) };
  }
  return text(503, 'Not published yet: the first pass is not over.', {
    ...UNSTORED,
    'Retry-After': String(RETRY),
  });
}

function page(markup: string, policy: string): Answer {
  const type = mediaType('index.html');
  return {
    status: 200,
    headers: {
      ...ALWAYS,
      ...fileHeaders(type, { versioned: false, pagePolicy: policy, link: null }),
      ...UNSTORED,
      'Content-Type': type.contentType,
    },
    body: Buffer.from(markup),
  };
}
