import { FORMATS, MAIN_FORMAT } from '../feeds/formats.js';
import { FEED_LIST } from '../site/paths.js';
import type { SiteView } from '../site/view.js';
import type { Said } from '../words/speech.js';
import type { WordKey } from '../words/words.js';
import { contextOf } from './context.js';
import { type Page, part } from './page.js';
import { feedLinks } from './subscribe.js';
import { html, type Raw } from './template.js';

const READERS: readonly (readonly [
  where: Extract<WordKey, `readers${string}`>,
  readers: readonly (readonly [name: string, home: string])[],
])[] = [
  [
    'readersDesktop',
    [
      ['Thunderbird', 'https://www.thunderbird.net/'],
      ['Fluent Reader', 'https://hyliu.me/fluent-reader/'],
    ],
  ],
  ['readersApple', [['NetNewsWire', 'https://netnewswire.com/']]],
  ['readersAndroid', [['Feeder', 'https://f-droid.org/packages/com.nononsenseapps.feeder/']]],
  ['readersTerminal', [['Newsboat', 'https://newsboat.org/']]],
  [
    'readersBrowser',
    [
      ['Feedly', 'https://feedly.com/'],
      ['Inoreader', 'https://www.inoreader.com/'],
      ['NewsBlur', 'https://newsblur.com/'],
    ],
  ],
  [
    'readersServer',
    [
      ['FreshRSS', 'https://freshrss.org/'],
      ['Miniflux', 'https://miniflux.app/'],
    ],
  ],
];

/** What the site is, what a feed is, and how to subscribe. */
export function aboutPage(site: SiteView): Page {
  const { title, description, url } = site.config.site;
  const context = contextOf(site);
  const { say, numeral } = context.words;
  const link = (href: string, words: Said): Raw => html`<a href="${href}">${words}</a>`;
  return {
    path: 'about/',
    title: say('about').text,
    description: say('aboutDescription', { site: title }).text,
    section: 'about',
    feedsOf: null,
    main: (to) => html`<header class="head">
<h1>${say('aboutTitle', { site: title })}</h1>
<p class="lede">${description || say('aboutLede')}</p>
</header>
<div class="prose">
${part(context, 'about', to)}
<section class="group" id="feeds"><h2>${say('aboutFeeds')}</h2>
<p>${say('aboutFeedsText')}</p></section>
<section class="group" id="subscribe"><h2>${say('aboutSubscribe')}</h2>
<p>${say('aboutSubscribeText')}</p>
${feedLinks(context, { kind: 'site', slug: '' }, url, to)}
<p>${say('aboutSubscribeSome', {
      tags: link(to('tags/'), say('aboutSubscribeTags')),
      list: link(to(FEED_LIST), say('aboutSubscribeList')),
      number: numeral(FORMATS.length),
      format: MAIN_FORMAT.label,
    })}</p></section>
<section class="group" id="readers"><h2>${say('aboutReaders')}</h2>
<p>${say('aboutReadersText')}</p>
<dl>${READERS.map(([where, readers]) => html`<dt>${say(where)}</dt><dd>${readers.map(reader)}</dd>`)}</dl></section>
<section class="group" id="opml"><h2>${say('aboutOpml')}</h2>
<p>${say('aboutOpmlText', { opml: link(to('sources.opml'), say('sourcesOpml')) })}</p></section>
<section class="group" id="sorting"><h2>${say('aboutSorting')}</h2>
<p>${say('aboutSortingText')}</p></section>
<section class="group" id="authors"><h2>${say('aboutAuthors')}</h2>
<p>${say('aboutAuthorsText', { sources: link(to('sources/'), say('aboutAuthorsSources')) })}${contact(site)}</p></section>
</div>`,
  };
}

const reader = ([name, home]: readonly [string, string], i: number): Raw =>
  html`${i > 0 && ', '}<a href="${home}" rel="noopener">${name}</a>`;

function contact(site: SiteView): Raw | null {
  const { author } = site.config.site;
  if (author === null) return null;
  const name = author.url === null ? author.name : html`<a href="${author.url}">${author.name}</a>`;
  return html` ${contextOf(site).words.say('aboutKept', { name })}`;
}
