import { utf8 } from '../files/utf8.js';
import type { FeedFormat } from './feeds/format.js';
import { askedRecord } from './feeds/make-feed-record.js';
import type { OutputFile } from './output-file.js';
import { archivePage } from './pages/archive.js';
import { askedPage } from './pages/asked.js';
import { contextOf } from './pages/context.js';
import { type LostTag, lostTagPage } from './pages/not-found.js';
import { openedFeed } from './pages/opened-feed.js';
import { type Page, renderPage } from './pages/page.js';
import { pageOfStream } from './pages/pages.js';
import { searchPage } from './pages/search-page.js';
import { archivePath, feedPath } from './site/paths.js';
import type { Archive, AskedStream, SiteView, Stream } from './site/view.js';

type Body = OutputFile['body'];

/*
 * What a server renders for whoever asks, from the same view as files: feeds with the same entries byte for
 * byte, and pages that look the same.
 */

/** The feed of what somebody asks for. */
export const renderAskedFeed = (
  site: SiteView,
  asked: AskedStream,
  { extension, render }: FeedFormat,
): Body => utf8(render(askedRecord(site, asked), site.config.site.url + feedPath(asked, extension)));

/** Its page. */
export const renderAskedPage = (site: SiteView, asked: AskedStream): Body =>
  rendered(site, asked.kind === 'search' ? searchPage(site, asked) : askedPage(site, asked));

/** Its page, at the address of its feed. */
export const renderAskedAtFeed = (
  site: SiteView,
  asked: AskedStream,
  { extension, label }: FeedFormat,
): Body => rendered(site, openedFeed(site, askedPage(site, asked), feedPath(asked, extension), label));

/** A stream's page at the address of its feed. */
export function renderStreamAtFeed(site: SiteView, stream: Stream, { extension, label }: FeedFormat): Body {
  return rendered(site, openedFeed(site, pageOfStream(site, stream), feedPath(stream, extension), label));
}

/** The page of an archive at the address of its feed. */
export function renderArchiveAtFeed(
  site: SiteView,
  archive: Archive,
  { extension, label }: FeedFormat,
): Body {
  const path = archivePath(archive.stream, archive.n, extension);
  return rendered(site, openedFeed(site, archivePage(site, archive), path, label));
}

/** The 404 page for a tag that there isn't. */
export const renderLostTag = (site: SiteView, tag: LostTag): Body => rendered(site, lostTagPage(site, tag));

const rendered = (site: SiteView, page: Page): Body => renderPage(contextOf(site), page).body;
