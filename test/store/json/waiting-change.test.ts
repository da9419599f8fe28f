import { describe, expect, test } from 'vitest';
import { digestChange, placementOf, type StreamChange, streamChanges } from '../../../src/model/stream.js';
import { told, waiting } from '../../../src/store/json/waiting-change.js';
import { day, html, post } from '../../support/build.js';

const one = post('one', { excerpt: html('<p>“now” …</p>'), authors: [{ name: 'Ann 🦀', url: null }] });
const here: StreamChange = {
  ...{ id: one.id, published: one.published, was: [], now: ['site', 'tags/ffi'], post: one },
  ...{ archivedOnly: false, isNew: true },
};
const gone = streamChanges(placementOf({ id: 'gone', published: day(1), streams: ['site'] }), null, null);

describe('a change is told as it was when it began to wait', () => {
  test.each<readonly [string, StreamChange]>([
    ['with a post', here],
    ['as news', { ...here, isNews: true }],
    ['archived only', { ...here, archivedOnly: true, isNew: false }],
    ['of a digest', digestChange('ffi', post('week', { digest: [one] }))],
    ...gone.map((change) => ['of a post that is gone', change] as const),
  ])('%s', (_of, change) => {
    expect(told(waiting(change))).toStrictEqual(change);
  });
});

test('of a post that waits its JSON is kept, and what the counts of sources ask for', () => {
  expect(waiting(here)).toStrictEqual({
    ...here,
    post: { source: one.source, json: Buffer.from(JSON.stringify(one)) },
  });
});
