import { expect, test } from 'vitest';
import { parseTarget, relativeReference } from '../../../src/service/http/target.js';

test.each([
  ['/', ''],
  ['/feed.atom', 'feed.atom'],
  ['/tags/ffi/', 'tags/ffi/'],
  ['/tags/ffi.atom?x=1', 'tags/ffi.atom'],
  ['/tags/%66fi/', 'tags/ffi/'],
  ['/tags/%E5%A4%9C.atom', 'tags/夜.atom'],
  ['/.well-known/security.txt', '.well-known/security.txt'],
  ['http://readrust.example/tags/', 'tags/'],
  ['/search/?q=a?b', 'search/'],
])('%s is published at %s', (target, path) => {
  expect(parseTarget(target)).toMatchObject({ kind: 'path', path });
});

test('the query is kept', () => {
  const target = parseTarget('/search/?q=a%20b?c');
  expect(target.kind === 'path' && target.query.get('q')).toBe('a b?c');
});

test.each([
  '/../package.json',
  '/%2e%2e/package.json',
  '/..%2fpackage.json',
  '/tags/./ffi.atom',
  '/tags/%252e%252e%2fx',
  '/tags//ffi.atom',
  '//evil.example/',
  '/.git/config',
  '/tags/.hidden',
  '/tags/.well-known/x',
  '/tags/..%5c..%5cx',
])('%s is nothing that is published', (target) =>
  expect(parseTarget(target)).toEqual({ kind: 'unpublished' }),
);

test.each([
  '',
  '*',
  'feed.atom',
  '/tags/%00.atom',
  '/%c0%ae%c0%ae/',
  '/%',
  '/%zz',
  '/a%0d%0aSet-Cookie:x',
  'ftp://x/y',
])('%j is malformed', (target) => expect(parseTarget(target)).toEqual({ kind: 'malformed' }));

test.each([
  ['feed.atom', 'tags/ffi.atom', './tags/ffi.atom'],
  ['tags/old.atom', 'tags/new.atom', '../tags/new.atom'],
  ['tags/old/', 'tags/new/', '../../tags/new/'],
  ['tags/ffi', 'tags/ffi/', '../tags/ffi/'],
  ['a', 'b c?/', './b%20c%3F/'],
])('from %s to %s is %s', (from, to, reference) => {
  expect(relativeReference(from, to)).toBe(reference);
  expect(new URL(reference, `http://h.example/${from}`).href).toBe(
    new URL(encodeURI(to).replace('?', '%3F'), 'http://h.example/').href,
  );
});
