import { expect, test } from 'vitest';
import { healthSentence, inTrouble } from '../../../src/publish/pages/health.js';
import type { SourceView } from '../../../src/publish/site/view.js';
import { at, source } from './site.js';

const since = at('2026-11-09');

test.each<[string, Partial<SourceView>, string | null, boolean]>([
  ['fine', { health: { kind: 'fine' } }, null, false],
  ['new', { health: { kind: 'new' } }, 'Not asked yet.', false],
  ['disabled', { health: { kind: 'disabled' } }, 'Switched off. Its posts stay.', false],
  [
    'failing',
    { health: { kind: 'failing', message: 'server error (503)', since } },
    'Server error (503) since 9 November 2026.',
    true,
  ],
  [
    'a message with a full stop',
    { health: { kind: 'failing', message: 'timed out.', since } },
    'Timed out since 9 November 2026.',
    true,
  ],
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
  expect([healthSentence(view), inTrouble(view)]).toEqual([sentence, trouble]);
});
