import { type Answer, isRead, type Request, type Route, route, text } from './route.js';
import { parseTarget, relativeReference } from './target.js';

/**
 * The routes at the root and, for a site below a path of its host, there as well: a proxy may pass that path
 * on or take it off, and the links of a 404 page begin with it.
 * @param site the site's address, which may change
 */
export const underPath =
  (routes: readonly Route[], site: () => string): Route =>
  (request) => {
    const base = pathOf(site());
    const { path } = request;
    if (base === '' || path === null) return route(routes, request);
    if (`${path}/` === base && isRead(request)) return toFolder(path, request);
    return path.startsWith(base) ? below(base, path, routes, request) : route(routes, request);
  };

/** `planet/` of `https://example.org/planet/`, '' of a site at the root. */
function pathOf(site: string): string {
  const target = parseTarget(new URL(site).pathname);
  return target.kind === 'path' ? target.path : '';
}

function toFolder(path: string, { query }: Request): Answer {
  const location = relativeReference(path, `${path}/`) + (query.size === 0 ? '' : `?${query}`);
  return text(301, `Moved to ${location}`, { Location: location });
}

/** A site at `/tags/` has tags of its own there: what isn't below its path may be at the root. */
async function below(
  base: string,
  path: string,
  routes: readonly Route[],
  request: Request,
): Promise<Answer> {
  const answer = await route(routes, { ...request, path: path.slice(base.length) });
  if (answer.status !== 404 || !isRead(request)) return answer;
  const atRoot = await route(routes, request);
  return atRoot.status < 400 ? atRoot : answer;
}
