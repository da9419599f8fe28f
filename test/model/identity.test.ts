import { describe, expect, test } from 'vitest';
import { canonicalLink } from '../../src/model/address.js';
import { identityKey, linkKey } from '../../src/model/identity.js';

describe('a link without what varies between copies of it', () => {
  test.each([
    ['scheme, www., port, slash, fragment', 'http://www.a.example:80/b/#c', 'a.example/b'],
    ['several slashes', 'https://a.example/b///', 'a.example/b'],
    ['slashes within', 'https://a.example/b//c', 'a.example/b//c'],
    ['a fragment that chooses a page', 'https://a.example/#!/b', 'a.example#!/b'],
    ['one campaign', 'https://a.example/?utm_source=x', 'a.example'],
    ['campaigns among others', 'https://a.example/?utm_source=x&p=1&fbclid=y&q=a+b', 'a.example?p=1&q=a+b'],
    ['an advertiser’s click', 'https://a.example/?p=1&twclid=a&ttclid=b&wbraid=c&srsltid=d', 'a.example?p=1'],
    ['a campaign of Matomo', 'https://a.example/?matomo_source=x&hsa_cam=y', 'a.example'],
    ['what says that a feed was read', 'https://a.example/?partner=rss&emc=rss', 'a.example'],
    ['a partner that is none', 'https://a.example/?partner=brss', 'a.example?partner=brss'],
    ['a parameter that stands twice', 'https://a.example/?p=1&utm_a=1&p=2&utm_a=2', 'a.example?p=1&p=2'],
    ['a session', 'https://a.example/b?p=1&PHPSESSID=x&q', 'a.example/b?p=1&q='],
    ['a session in the path', 'https://a.example/b;jsessionid=0A1B.node1?p=1', 'a.example/b?p=1'],
    ['a session of a forum', `https://a.example/b?p=1&sid=${'0a'.repeat(16)}`, 'a.example/b?p=1'],
    ['a story under such a name', 'https://a.example/b?sid=24/05/2', 'a.example/b?sid=24/05/2'],
    ['a number under such a name', 'https://a.example/b?session_id=2026', 'a.example/b?session_id=2026'],
    [
      'words under such a name',
      'https://a.example/?s=abcdefghijklmnopqrstuvwxyz',
      'a.example?s=abcdefghijklmnopqrstuvwxyz',
    ],
    ['without campaigns, as it is written', "https://a.example/?q='%7e'&r", 'a.example?q=%27%7e%27&r'],
    ['with one, in one spelling', "https://a.example/?q='%7e'&r&gclid=1", 'a.example?q=%27%7E%27&r='],
    ['no web address', 'tag:a.example,2026:1', 'tag:a.example,2026:1'],
  ])('%s', (_name, link, expected) => {
    expect(canonicalLink(link)).toBe(expected);
  });
});

test('a user name makes no other identity or link', () => {
  expect(identityKey('https://me:secret@a.example/b')).toBe(identityKey('https://a.example/b'));
  expect(linkKey('https://me:secret@a.example/b')).toBe(linkKey('https://a.example/b'));
});
