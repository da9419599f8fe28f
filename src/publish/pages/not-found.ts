import type { Tag } from '../../config/config.js';
import { streamPath } from '../site/paths.js';
import type { SiteView } from '../site/view.js';
import { contextOf } from './context.js';
import { type LinkTo, type Page, part } from './page.js';
import { searchForm } from './search-page.js';
import { html, type Raw } from './template.js';

/** A tag that somebody asks for and there isn't, and the one that was probably meant. */
export interface LostTag {
  readonly name: string;
  readonly meant: Pick<Tag, 'slug' | 'title'>;
}

/** What a server shows for an address that leads nowhere. */
export const notFoundPage = (site: SiteView): Page => lostPage(site, null);

/** The same for that of a tag whose name is not quite right. */
export const lostTagPage = (site: SiteView, tag: LostTag): Page => lostPage(site, tag);

function lostPage(site: SiteView, tag: LostTag | null): Page {
  const context = contextOf(site);
  const { say } = context.words;
  const lede = (to: LinkTo): Raw =>
    tag === null
      ? say('lostLede')
      : say('lostMeant', {
          name: tag.name,
          tag: html`<a href="${to(streamPath({ kind: 'tag', slug: tag.meant.slug }))}">${tag.meant.title}</a>`,
        });
  return {
    path: '404.html',
    title: say('lostTitle').text,
    description: say('lostDescription').text,
    section: null,
    feedsOf: null,
    lost: true,
    main: (to) => html`<header class="head">
<h1>${say('lostHeading')}</h1>
<p class="lede">${lede(to)}</p>
${part(context, 'not-found', to)}${searchForm(context, to)}
</header>
<ul class="lost"><li><a href="${to('')}">${say('lostLatest')}</a></li><li>${say('lostTags', { tags: html`<a href="${to('tags/')}">${say('allTags')}</a>` })}</li><li>${say('lostSources', { sources: html`<a href="${to('sources/')}">${say('allSources')}</a>` })}</li></ul>`,
  };
}
