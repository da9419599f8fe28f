import { parseQuery } from '../../../classify/ask/query.js';
import { publishedSubject } from '../../../classify/match/subject.js';
import { FORMATS } from '../../../publish/feeds/formats.js';
import { MOST_ASKED, searchStream } from '../../../publish/pages/asked.js';
import { feedPath } from '../../../publish/site/paths.js';
import { printable } from '../../../terminal/printable.js';
import { text } from '../route.js';
import { redirect } from '../site/site-route.js';
import { type Asked, type AskedKind, inForm } from './asked.js';

/**
 * `search.atom?q=ffi`, and `search/?q=ffi`: the page that looks for itself, in a browser, with what is found
 * here filled in. What can't be looked for here is left to it.
 */
export const searches: AskedKind = (request, path, { classify }) => {
  const format = FORMATS.find(({ extension }) => path === `search.${extension}`) ?? null;
  if (format === null && path !== 'search/') return null;
  const asked = request.query.get('q');
  const parsed = asked === null ? null : parseQuery(asked, classify);
  if (format === null && !parsed?.ok) return null;
  if (parsed === null) return () => said(`Ask for words like this: ${path}?q=ffi`);
  if (!parsed.ok) return () => said(`That can’t be searched for: ${printable(parsed.problem)}`);
  const { query } = parsed;
  return (edition) => {
    const stream = searchStream(edition.view, query.text, [], edition.born);
    if (format !== null && asked !== query.text)
      return { kind: 'said', answer: redirect(`./${feedPath(stream, format.extension)}`) };
    return inForm(request, edition, `?${stream.slug}`, format, async (store) => ({
      ...stream,
      posts: await store.newestWith(query.words, (post) => query.holds(publishedSubject(post)), MOST_ASKED),
    }));
  };
};

const said = (words: string): Asked => ({
  kind: 'said',
  answer: text(400, words, { 'Access-Control-Allow-Origin': '*' }),
});
