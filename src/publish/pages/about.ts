import { inWords } from '../../model/words.js';
import { FORMATS, MAIN_FORMAT } from '../feeds/formats.js';
import { FEED_LIST } from '../site/paths.js';
import type { SiteView } from '../site/view.js';
import { contextOf } from './context.js';
import { type Page, part } from './page.js';
import { feedLinks } from './subscribe.js';
import { html, type Raw } from './template.js';

const READERS: readonly (readonly [
  where: string,
  readers: readonly (readonly [name: string, home: string])[],
])[] = [
  [
    'Windows, Linux and macOS',
    [
      ['Thunderbird', 'https://www.thunderbird.net/'],
      ['Fluent Reader', 'https://hyliu.me/fluent-reader/'],
    ],
  ],
  ['iPhone, iPad and Mac', [['NetNewsWire', 'https://netnewswire.com/']]],
  ['Android', [['Feeder', 'https://f-droid.org/packages/com.nononsenseapps.feeder/']]],
  ['The terminal', [['Newsboat', 'https://newsboat.org/']]],
  [
    'Any browser',
    [
      ['Feedly', 'https://feedly.com/'],
      ['Inoreader', 'https://www.inoreader.com/'],
      ['NewsBlur', 'https://newsblur.com/'],
    ],
  ],
  [
    'A server of your own',
    [
      ['FreshRSS', 'https://freshrss.org/'],
      ['Miniflux', 'https://miniflux.app/'],
    ],
  ],
];

/** What the site is, what a feed is, and how to subscribe. */
export function aboutPage(site: SiteView): Page {
  const { title, description, url } = site.config.site;
  return {
    path: 'about/',
    title: 'About',
    description: `What ${title} is, and how to follow it in a feed reader.`,
    section: 'about',
    feedsOf: null,
    main: (to) => html`<header class="head">
<h1>About ${title}</h1>
<p class="lede">${description || 'Posts from many blogs, sorted by what they are about.'}</p>
</header>
<div class="prose">
${part(contextOf(site), 'about', to)}
<section class="group" id="feeds"><h2>What a feed is</h2>
<p>A feed is an address that a program can read. A feed reader asks it now and then and shows what is new: no account here, no mail, no algorithm between you and the people who write. You choose what you follow, and you leave by deleting a line.</p></section>
<section class="group" id="subscribe"><h2>How to subscribe</h2>
<p>Copy an address from this site into your reader. This one brings everything:</p>
${feedLinks({ kind: 'site', slug: '' }, url, to)}
<p>Rather only some of it? Each of the <a href="${to('tags/')}">tags</a> has feeds of its own, and so has each bundle of tags; <a href="${to(FEED_LIST)}">one list</a> has them all. The ${inWords(FORMATS.length)} formats carry the same posts; take ${MAIN_FORMAT.label} unless your reader asks for another.</p></section>
<section class="group" id="readers"><h2>Readers</h2>
<p>Any reader will do. A few that are well kept:</p>
<dl>${READERS.map(([where, readers]) => html`<dt>${where}</dt><dd>${readers.map(reader)}</dd>`)}</dl></section>
<section class="group" id="opml"><h2>All the blogs at once</h2>
<p>Would you rather follow the blogs themselves? <a href="${to('sources.opml')}">All sources as OPML</a> goes into nearly every reader by its “import”. Each tag has such a list too, of those who write about it.</p></section>
<section class="group" id="sorting"><h2>How posts are sorted</h2>
<p>By rules that anyone can read: words and phrases, looked for in a post’s title and text. “Why is this here?” below a post names the words that put it there. Nothing is ranked, and nobody’s reading is measured.</p></section>
<section class="group" id="authors"><h2>For authors</h2>
<p>Posts stay yours: what is shown is a title, a short excerpt, your name and the way to your page. <a href="${to('sources/')}">Sources</a> says how your feed is doing.${contact(site)}</p></section>
</div>`,
  };
}

const reader = ([name, home]: readonly [string, string], i: number): Raw =>
  html`${i > 0 && ', '}<a href="${home}" rel="noopener">${name}</a>`;

function contact({ config }: SiteView): Raw | null {
  const { author } = config.site;
  if (author === null) return null;
  const name = author.url === null ? author.name : html`<a href="${author.url}">${author.name}</a>`;
  return html` This site is kept by ${name}.`;
}
