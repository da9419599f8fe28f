import type { Tag } from '../../../config/config.js';
import { FORMATS } from '../../../publish/feeds/formats.js';
import { renderLostTag } from '../../../publish/on-demand.js';
import { combinationStream, MOST_ASKED } from '../../../publish/pages/asked.js';
import { contentSecurityPolicy } from '../../../publish/pages/csp.js';
import { feedPath, streamPath } from '../../../publish/site/paths.js';
import { BRIEFLY, fileHeaders } from '../headers.js';
import { mediaType } from '../media-type.js';
import { text } from '../route.js';
import { redirect } from '../site/site-route.js';
import { relativeReference } from '../target.js';
import { type Asked, type AskedKind, inForm } from './asked.js';
import { meantTag, readCombination, shownName, slugOf, unknownTag } from './combination.js';
import type { Edition } from './editions.js';

/** What stands under a tag's name, or several: its page or a feed. */
const AT = /^tags\/([^/.]+)(?:\.([a-z]+)|\/)?$/;

/** `tags/ffi+unsafe.atom` and its page. Of a single tag, that a feed of that name does not exist. */
export const combinations: AskedKind = (request, path, { tags }) => {
  const [, name, extension] = AT.exec(path) ?? [];
  const format = FORMATS.find((one) => one.extension === extension) ?? null;
  if (name === undefined || (extension !== undefined && format === null)) return null;
  if (!/[+,]/.test(name)) {
    if (slugOf(name, tags) !== null) return null;
    return (edition) => {
      const stream = `tags/${name}`; // published until a pass goes by the feeds.json that lacks it
      if (edition.retired.has(stream) || Object.hasOwn(edition.context.counts.counts, stream)) return null;
      return format === null ? lostTag(edition, name, tags) : missing(unknownTag(name, tags));
    };
  }
  const asked = readCombination(name, tags);
  if (asked.kind === 'none') {
    const { problem, unknown } = asked;
    if (format !== null || unknown === undefined) return () => missing(problem);
    return (edition) => lostTag(edition, unknown, tags) ?? missing(problem);
  }
  const named = { kind: asked.isSingle ? 'tag' : 'combination', slug: asked.slug } as const;
  const to = format === null ? streamPath(named) : feedPath(named, format.extension);
  if (to !== path) return () => ({ kind: 'said', answer: redirect(addressOf(path, to)) });
  return (edition) =>
    inForm(request, edition, asked.slug, format, async (store) => {
      const posts = await store.newestTagged(asked.tags, MOST_ASKED);
      return combinationStream(edition.view, asked.slug, asked.tags, posts, edition.born);
    });
};

const missing = (problem: string): Asked => ({
  kind: 'said',
  answer: text(404, `Not found: ${problem}`, OPEN),
});

/** For a person, the site's own 404 page with the tag that was probably meant; null where none is like it. */
function lostTag({ view }: Edition, name: string, tags: readonly Tag[]): Asked | null {
  const meant = meantTag(name, tags);
  if (meant === null) return null;
  const type = mediaType('404.html');
  const pagePolicy = contentSecurityPolicy(view.config.site);
  const headers = { ...fileHeaders(type, { versioned: false, pagePolicy, link: null }), ...BRIEFLY };
  const body = Buffer.from(renderLostTag(view, { name: shownName(name), meant }));
  const answer = { status: 404, headers: { ...headers, 'Content-Type': type.contentType }, body };
  return { kind: 'said', answer };
}

/** Readers in browsers may show what is wrong. */
const OPEN = { 'Access-Control-Allow-Origin': '*' };

/** `+` and `,` are themselves in a path (RFC 3986 3.3), and there they are read more easily. */
const addressOf = (from: string, to: string): string =>
  relativeReference(from, to).replaceAll('%2B', '+').replaceAll('%2C', ',');
