import { describe, expect, test } from 'vitest';
import { isDiskFull, whyUnread, whyUnwritten } from '../../src/files/causes.js';

const failed = (code: string): Error =>
  Object.assign(new Error(`${code}: as the platform says it`), { code });

describe('why a file could not be written', () => {
  test.each([
    ['ENOSPC', 'disk full (ENOSPC)'],
    ['EDQUOT', 'disk quota used up (EDQUOT)'],
    ['EACCES', 'this user may not write there (EACCES)'],
    ['EROFS', 'the file system is read-only'],
    ['ENOENT', 'its folder does not exist'],
    ['EISDIR', 'a folder is in the way; move it elsewhere'],
    ['EEXIST', 'a file is in the way of its folder; move it elsewhere'],
    ['EMFILE', 'too many open files (EMFILE); raise the limit (ulimit -n)'],
    ['EIO', 'the disk reports an error (EIO); check the disk and how it is mounted'],
    ['ESTALE', 'the system reports ESTALE; check the disk and how it is mounted'],
    ['ERR_INVALID_ARG_TYPE', null],
  ])('%s: %s', (code, words) => expect(whyUnwritten(failed(code))).toBe(words));

  test('a bug has no words', () => {
    expect(whyUnwritten(new TypeError('x is not a function'))).toBeNull();
  });

  test.each([
    ['ENOSPC', true],
    ['EDQUOT', true],
    ['EACCES', false],
  ])('%s: the disk is full: %s', (code, full) => expect(isDiskFull(failed(code))).toBe(full));
});

test.each([
  ['ENOENT', 'no such file'],
  ['EISDIR', 'a folder, not a file'],
  ['EACCES', 'this user may not read it'],
  ['EMFILE', 'too many open files (EMFILE); raise the limit (ulimit -n)'],
  ['EXYZ', 'EXYZ: as the platform says it'],
])('why a file could not be read, %s: %s', (code, words) => expect(whyUnread(failed(code))).toBe(words));
