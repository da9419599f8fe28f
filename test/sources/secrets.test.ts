import { expect, test } from 'vitest';
import { secretsOf } from '../../src/sources/secrets.js';
import { sourceRecord, url } from '../support/build.js';

const secrets = secretsOf(
  sourceRecord('a-00000001', {
    url: url('https://a.example/private/f00dcafe42/feed.xml?user=ada-lovelace&key=k3y5&page=2'),
    former: [url('https://old.example/rss?token=s3cr3t-0ld&format=atom')],
  }),
);

test.each([
  ['the address', 'https://a.example/private/f00dcafe42/feed.xml?user=ada-lovelace&key=k3y5&page=2'],
  ['it over http, with a fragment', 'http://www.old.example/rss?token=s3cr3t-0ld&format=atom#1'],
  ['it with further parameters', 'https://old.example/rss?token=s3cr3t-0ld&format=atom&post=7'],
  ['a long value', 'https://a.example/read?who=ada-lovelace'],
  ['a value under the name of a token, however short', 'https://a.example/1?k=k3y5'],
  ['a long part of the path', 'https://cdn.example/f00dcafe42/picture.png'],
  ['it in other casing', 'https://cdn.example/F00DCAFE42.png'],
  ['it within a longer part', 'https://cdn.example/u-f00dcafe42-1.png'],
  [
    'it within an address in an address',
    'https://a.example/go?to=https%3A%2F%2Fx.example%2F%3Ft%3Ds3cr3t-0ld%26n',
  ],
  ['it in an id', 'tag:a.example,2026:f00dcafe42:7'],
])('a secret is in %s', (_name, address) => expect(secrets.isIn(address)).toBe(true));

test.each([
  ['a post of the same host', 'https://a.example/2026/hello?page=2'],
  ['what feeds are called', 'https://other.example/feed.xml'],
  ['a short part', 'https://a.example/rss?format=atom'],
  ['a word that holds a short value', 'https://a.example/ak3y5b'],
  ['an id', 'urn:uuid:1'],
])('none is in %s', (_name, address) => expect(secrets.isIn(address)).toBe(false));

test.each([
  ['at the end of a sentence', 'See https://old.example/rss?token=s3cr3t-0ld&format=atom.', 'See HOME.'],
  ['in brackets', '(https://x.example/s3cr3t-0ld)', '(HOME)'],
  ['in HTML', '<a href="https://x.example/?a=1&amp;t=s3cr3t-0ld">x</a>', '<aHOME>x</a>'],
  ['without a scheme', 'at old.example/rss?token=s3cr3t-0ld&amp;format=atom, say', 'at , say'],
  ['of a reader of feeds', 'At feed://x.example/s3cr3t-0ld!', 'At HOME!'],
  ['without a scheme, with slashes', 'At //old.example/rss?token=s3cr3t-0ld&format=atom.', 'At HOME.'],
  ['beside others', 'https://x.example/a, https://x.example/s3cr3t-0ld', 'https://x.example/a, HOME'],
])('an address with a secret is replaced %s', (_name, text, left) => {
  expect(secrets.without(text, () => 'HOME')).toBe(left);
});

test.each([
  ['all of a value', '<a href="https://x.example/s3cr3t-0ld">x</a>', '<a>x</a>'],
  [
    'the beginning of one, before what would be a handler',
    '<img src="https://x.example/a.png" title="https://x.example/s3cr3t-0ld onerror=alert(1) x" />',
    '<img src="https://x.example/a.png" title=" onerror=alert(1) x" />',
  ],
  [
    'the middle of one',
    '<img alt="see https://x.example/s3cr3t-0ld onerror=alert(1)" />',
    '<img alt="see  onerror=alert(1)" />',
  ],
  [
    'the end of one, before what would be a handler',
    '<img alt="see https://x.example/s3cr3t-0ld" title=" onerror=alert(1) x" />',
    '<img alt="see " title=" onerror=alert(1) x" />',
  ],
  [
    'one of a set',
    '<img srcset="https://x.example/s3cr3t-0ld 1x, https://x.example/b 2x" alt="b" />',
    '<img alt="b" />',
  ],
  [
    'none of a set',
    '<img srcset="https://x.example/a 1x, https://x.example/b 2x" />',
    '<img srcset="https://x.example/a 1x, https://x.example/b 2x" />',
  ],
])('markup stays what it was without %s', (_name, html, left) => {
  expect(secrets.without(html, () => '')).toBe(left);
});

test.each([
  ['a path', 'Get /rss?token=s3cr3t-0ld today', 'Get  today'],
  ['the token', 'Your token is S3CR3T-0LD.', 'Your token is '],
  ['an address in a letter', '<a href="mailto:x?body=t%3Ds3cr3t-0ld">write</a>', '<a href="">write</a>'],
  ['several', '/a?s3cr3t-0ld /b /c?s3cr3t-0ld', ' /b '],
  ['none', 'a part of a path: f00dcafe42', 'a part of a path: f00dcafe42'],
])('a word that holds a token is left out: %s', (_name, text, left) => {
  expect(secrets.without(text, () => 'HOME')).toBe(left);
});

test('a secret is known by letters of either case, however its own address has them', () => {
  const mixed = secretsOf(
    sourceRecord('b-00000002', {
      url: url('https://b.example/Private/F00dCafe42/feed.xml?Token=AbC9'),
      former: [],
    }),
  );
  for (const address of ['https://x.example/F00dCafe42', 'https://x.example/f00dcafe42?q', 'urn:x:AbC9'])
    expect([address, mixed.isIn(address)]).toEqual([address, true]);
  expect(mixed.isIn('https://x.example/abc')).toBe(false);
  const old = secretsOf(
    sourceRecord('c-00000003', { url: url('https://c.example/rss?token=S3cr3T-0Ld'), former: [] }),
  );
  expect(old.without('Your token is S3cr3T-0Ld, or s3cr3t-0ld.', () => '')).toBe('Your token is  or ');
});
