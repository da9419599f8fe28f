import { utf8 } from '../../files/utf8.js';
import { addressesOf, archivePath, feedPath } from '../site/paths.js';
import type { Output } from '../site/view.js';
import { FORMATS, MAIN_FORMAT } from './formats.js';
import { archiveRecord, digestRecord, feedRecord } from './make-feed-record.js';

/** Each stream in every format, from one record; its archive documents in the main one. */
export const feeds: Output = {
  *stream(site, stream) {
    const { url } = site.config.site;
    const record = feedRecord(site, stream);
    for (const { extension, render } of FORMATS) {
      // At the addresses of aliases the same bytes: the self link tells the new one.
      const body = utf8(render(record, url + feedPath(stream, extension)));
      for (const at of addressesOf(site, stream)) yield { path: feedPath(at, extension), body };
    }
  },
  *digest(site, stream) {
    const record = digestRecord(site, stream);
    for (const { extension, render } of FORMATS) {
      const body = utf8(render(record, site.config.site.url + feedPath(stream, extension)));
      for (const at of addressesOf(site, stream)) yield { path: feedPath(at, extension), body };
    }
  },
  *archive(site, archive) {
    const { extension, render } = MAIN_FORMAT;
    const path = archivePath(archive.stream, archive.n, extension);
    yield { path, body: utf8(render(archiveRecord(site, archive), site.config.site.url + path)) };
  },
};
