import { parseQuery } from '../../../classify/ask/query.js';
import { publishedSubject } from '../../../classify/match/subject.js';
import { FORMATS } from '../../../publish/feeds/formats.js';
import { MOST_ASKED, searchStream } from '../../../publish/pages/asked.js';
import { feedPath } from '../../../publish/site/paths.js';
import { text } from '../route.js';
import { redirect } from '../site-route.js';
import { type Asked, type AskedKind, inForm } from './asked.js';

/** `search.atom?q=ffi`. The page of a search is a file, `search/`, and looks for itself. */
export const searches: AskedKind = (request, path, { classify }) => {
  const format = FORMATS.find(({ extension }) => path === `search.${extension}`);
  if (format === undefined) return null;
  const asked = request.query.get('q');
  if (asked === null) return () => said(`Ask for words like this: search.${format.extension}?q=ffi`);
  const parsed = parseQuery(asked, classify);
  if (!parsed.ok) return () => said(`That can’t be searched for: ${parsed.problem}`);
  const { query } = parsed;
  return (edition) => {
    const stream = searchStream(query.text, [], edition.born);
    if (asked !== query.text)
      return { kind: 'said', answer: redirect(`./${feedPath(stream, format.extension)}`) };
    return inForm(request, edition, stream.slug, format, async (store) => ({
      ...stream,
      posts: await store.newestWith(query.words, (post) => query.holds(publishedSubject(post)), MOST_ASKED),
    }));
  };
};

const said = (words: string): Asked => ({
  kind: 'said',
  answer: text(400, words, { 'Access-Control-Allow-Origin': '*' }),
});
