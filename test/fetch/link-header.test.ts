import { expect, test } from 'vitest';
import { offerIn } from '../../src/fetch/link-header.js';
import { url } from './raw-server.js';

const base = url('https://blog.example/feed.xml');
const hub = 'https://hub.example/';

test.each<[string, readonly string[], ReturnType<typeof offerIn>]>([
  [
    'hub and self in one field',
    ['<https://hub.example/>; rel="hub", <https://blog.example/>; rel="self"'],
    { hubs: [url(hub)], self: url('https://blog.example/') },
  ],
  [
    'in two',
    ['<https://hub.example/>;rel=hub', '</t>;rel=self'],
    { hubs: [url(hub)], self: url('https://blog.example/t') },
  ],
  [
    'several hubs, in their order',
    ['<https://b.example/>; rel=hub, <https://a.example/>; rel=hub'],
    { hubs: [url('https://b.example/'), url('https://a.example/')], self: null },
  ],
  [
    'several relations of one link',
    ['<https://hub.example/>; rel="alternate HUB"'],
    { hubs: [url(hub)], self: null },
  ],
  [
    'an address as it is written',
    ["<https://hub.example/?q='a,b;c'>; rel=hub"],
    { hubs: [url("https://hub.example/?q='a,b;c'")], self: null },
  ],
  [
    'commas and quotes within values',
    ['<https://x.example/>; title="a, \\"b\\" <c>"; rel=next, <https://hub.example/>; rel=hub'],
    { hubs: [url(hub)], self: null },
  ],
  [
    'the first of two values',
    ['<https://hub.example/>; rel=hub; rel=next'],
    { hubs: [url(hub)], self: null },
  ],
  [
    'white space wherever it may stand',
    ['  <https://hub.example/> ; rel = "hub" '],
    { hubs: [url(hub)], self: null },
  ],
  ['no hub', ['<https://blog.example/>; rel=self'], null],
  ['a link about something else', ['<https://hub.example/>; rel=hub; anchor="#x"'], null],
  ['what is no web address', ['<mailto:a@b.example>; rel=hub'], null],
  ['an address without an end', ['<https://hub.example/; rel=hub'], null],
  ['nothing', [], null],
])('%s', (_what, fields, offer) => expect(offerIn(fields, base)).toEqual(offer));

test('what a field costs grows with its length', async () => {
  const hostile = [
    '<'.repeat(30_000),
    '<a>;'.repeat(8000),
    '<a>; x="'.repeat(4000),
    `<a>; rel="${' '.repeat(30_000)}`,
  ];
  for (const field of hostile) expect(offerIn([field], base)).toBeNull();
  const many = `<https://hub.example/>; rel=hub, ${'<a>; rel="b", '.repeat(3000)}`;
  expect(offerIn([many], base)?.hubs).toEqual([url(hub)]);
});
