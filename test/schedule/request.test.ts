import { expect, test } from 'vitest';
import { plannedRequest } from '../../src/schedule/index.js';
import { days, feedUrl, fresh, hours, now, polled, timeout, unchanged } from './polling.js';

const validators = { etag: '"1"', lastModified: null, from: feedUrl };
const none = { etag: null, lastModified: null, from: null };
const asked = [fresh()] as const;
const again = (after: number) => [unchanged(), { now: now + after }] as const;

test.each([
  ['a document was read', [asked], days(60), validators],
  ['304 for nearly 30 days', [asked, again(0), again(days(20))], days(30) - 1, validators],
  ['304 for 30 days', [asked, again(0), again(days(29))], days(30), none],
  ['304 for 30 days, with a failure between', [asked, again(0), [timeout], again(days(29))], days(30), none],
  [
    '304 for 30 days, with a document between',
    [asked, again(0), [fresh(), { now: now + days(9) }], again(days(29))],
    days(30),
    validators,
  ],
  ['304 for 30 days, then a document', [asked, again(0), again(days(30)), asked], days(31), validators],
] as const)(
  'what is asked for is conditional, but once after 30 days of 304: %s',
  (_name, polls, after, sent) => {
    expect(plannedRequest(polled(...polls), now + after, false)).toEqual({
      url: feedUrl,
      validators: sent,
      asksListed: false,
    });
  },
);

test('the operator may want a document whole', () => {
  expect(plannedRequest(polled(asked), now + hours(1), true)).toEqual({
    url: feedUrl,
    validators: none,
    asksListed: false,
  });
});
