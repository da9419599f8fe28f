import { codeOf } from './error-code.js';

/** What error codes mean to whoever runs tagwire: why, and where it helps what to do. */
const UNWRITTEN: ReadonlyMap<string, string> = new Map([
  ['ENOSPC', 'disk full (ENOSPC)'],
  ['EDQUOT', 'disk quota used up (EDQUOT)'],
  ['EACCES', 'this user may not write there (EACCES)'],
  ['EPERM', 'this user may not write there (EPERM)'],
  ['EROFS', 'the file system is read-only'],
  ['ENOENT', 'its folder does not exist'],
  ['EISDIR', 'a folder is in the way; move it elsewhere'],
  ['ENOTDIR', 'a file is in the way of its folder; move it elsewhere'],
  ['EEXIST', 'a file is in the way of its folder; move it elsewhere'],
  ['ENXIO', 'something that is not a file is in the way'], // a socket can't be opened at all
  ['ELOOP', 'a symbolic link is in the way; remove it'],
  ['ENAMETOOLONG', 'the name is too long for this file system'],
  ['EMFILE', tooManyOpen('EMFILE')],
  ['ENFILE', tooManyOpen('ENFILE')],
  ['EIO', 'the disk reports an error (EIO); check the disk and how it is mounted'],
]);

function tooManyOpen(code: string): string {
  return `too many open files (${code}); raise the limit (ulimit -n)`;
}

const UNREAD: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file'],
  ['ENOTDIR', 'no such file'],
  ['EISDIR', 'a folder, not a file'],
  ['EACCES', 'this user may not read it'],
  ['EPERM', 'this user may not read it'],
  ['EMFILE', tooManyOpen('EMFILE')],
  ['ENFILE', tooManyOpen('ENFILE')],
  ['EIO', 'the disk reports an error'],
]);

/**
 * Why a file could not be written, in words; null where the error is none of the system's, but a bug. The
 * system's codes are one word (`ESTALE`, errno(3)), those of Node have underscores (`ERR_INVALID_ARG_TYPE`).
 */
export function whyUnwritten(error: unknown): string | null {
  const code = codeOf(error);
  if (code === null || !/^E[A-Z0-9]+$/.test(code)) return null;
  return UNWRITTEN.get(code) ?? `the system reports ${code}; check the disk and how it is mounted`;
}

/** Why a file that the operator named could not be read, in words. */
export const whyUnread = (error: unknown): string =>
  UNREAD.get(codeOf(error) ?? '') ?? (error instanceof Error ? error.message : String(error));

/** No room is left: what was written before stands. */
export const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');
