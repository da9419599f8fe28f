import { expect, test } from 'vitest';
import { healthSentence, inTrouble } from '../../../src/publish/pages/health.js';
import type { SourceView } from '../../../src/publish/site/view.js';
import { ENGLISH } from '../../../src/publish/words/languages.js';
import type { ToldCause } from '../../../src/schedule/index.js';
import { at, source } from './site.js';

const since = at('2026-11-09');

const FAILING: readonly (readonly [ToldCause, string])[] = [
  [{ reason: 'status', status: 503 }, 'Server error (503) since 9 November 2026.'],
  [{ reason: 'status', status: 404 }, 'Not found (404) since 9 November 2026.'],
  [{ reason: 'status', status: 401 }, 'Needs a password (401) since 9 November 2026.'],
  [{ reason: 'status', status: 403 }, 'Access refused (403) since 9 November 2026.'],
  [{ reason: 'status', status: 206 }, 'Unusable answer (206) since 9 November 2026.'],
  [{ reason: 'status', status: 429 }, 'Too many requests (429) since 9 November 2026.'],
  [{ reason: 'status', status: 410 }, 'Gone (410) since 9 November 2026.'],
  [{ reason: 'web-page' }, 'Answers, but with a page instead of a feed, since 9 November 2026.'],
  [{ reason: 'not-a-feed' }, 'Answers, but not with a feed, since 9 November 2026.'],
  [{ reason: 'timeout' }, 'No answer in time since 9 November 2026.'],
  [{ reason: 'dns' }, 'Host unknown since 9 November 2026.'],
  [
    { reason: 'certificate', message: 'certificate expired on 3 May 2026' },
    'Certificate expired on 3 May 2026.',
  ],
  [
    { reason: 'certificate', message: 'certificate chain incomplete' },
    'Certificate chain incomplete since 9 November 2026.',
  ],
  [{ reason: 'tls' }, 'No trusted connection since 9 November 2026.'],
  [{ reason: 'empty' }, 'Answers with nothing, since 9 November 2026.'],
  [{ reason: 'refused' }, 'Connection refused since 9 November 2026.'],
];

test.each<[string, Partial<SourceView>, string | null, boolean]>([
  ['fine', { health: { kind: 'fine' } }, null, false],
  ['new', { health: { kind: 'new' } }, 'Not asked yet.', false],
  ['disabled', { health: { kind: 'disabled' } }, 'Switched off. Its posts stay.', false],
  ...FAILING.map(
    ([cause, sentence]) =>
      [sentence, { health: { kind: 'failing', cause, since } }, sentence, true] as [
        string,
        Partial<SourceView>,
        string,
        boolean,
      ],
  ),
  [
    'gone',
    { health: { kind: 'gone', since } },
    'Gone for good (410) since 9 November 2026. No longer asked.',
    true,
  ],
  [
    'no longer listed',
    { listed: false, health: { kind: 'gone', since } },
    'No longer followed. Its posts stay.',
    false,
  ],
])('%s', (_name, given, sentence, trouble) => {
  const view = source('a', given);
  expect([healthSentence(ENGLISH, view)?.text ?? null, inTrouble(view)]).toEqual([sentence, trouble]);
});
