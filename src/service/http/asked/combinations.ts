import { FORMATS } from '../../../publish/feeds/formats.js';
import { combinationStream, MOST_ASKED } from '../../../publish/pages/asked.js';
import { feedPath, streamPath } from '../../../publish/site/paths.js';
import { text } from '../route.js';
import { redirect } from '../site/site-route.js';
import { relativeReference } from '../target.js';
import { type Asked, type AskedKind, inForm } from './asked.js';
import { readCombination, slugOf, unknownTag } from './combination.js';

/** What stands under a tag's name, or several: its page or a feed. */
const AT = /^tags\/([^/.]+)(?:\.([a-z]+)|\/)?$/;

/** `tags/ffi+unsafe.atom` and its page. Of a single tag, that a feed of that name does not exist. */
export const combinations: AskedKind = (request, path, { tags }) => {
  const [, name, extension] = AT.exec(path) ?? [];
  const format = FORMATS.find((one) => one.extension === extension) ?? null;
  if (name === undefined || (extension !== undefined && format === null)) return null;
  if (!/[+,]/.test(name)) {
    if (format === null || slugOf(name, tags) !== null) return null;
    return ({ retired }) => (retired.has(`tags/${name}`) ? null : missing(unknownTag(name, tags)));
  }
  const asked = readCombination(name, tags);
  if (asked.kind === 'none') return () => missing(asked.problem);
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

/** Readers in browsers may show what is wrong. */
const OPEN = { 'Access-Control-Allow-Origin': '*' };

/** `+` and `,` are themselves in a path (RFC 3986 3.3), and there they are read more easily. */
const addressOf = (from: string, to: string): string =>
  relativeReference(from, to).replaceAll('%2B', '+').replaceAll('%2C', ',');
