import { UserError } from '../../model/errors.js';

/** Error codes that the operator can do something about, in words. */
const CAUSES: Readonly<Record<string, string>> = {
  ENOSPC: 'disk full (ENOSPC); nothing published is damaged',
  EDQUOT: 'disk quota used up (EDQUOT); nothing published is damaged',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  EISDIR: 'a folder is in the way; move it elsewhere',
  ENOTDIR: 'a file is in the way of its folder; move it elsewhere',
  EEXIST: 'a file is in the way of its folder; move it elsewhere',
  ELOOP: 'a symbolic link is in the way; remove it',
  ENAMETOOLONG: 'the name is too long for this file system',
  EMFILE: 'too many open files',
  EIO: 'the disk reports an error',
};

/** What the platform said of a published file, as one line that names the file. */
export function writeFailure(file: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  const code = errorCode(error);
  return code === null ? error : new UserError(`${file}: ${CAUSES[code] ?? code}`, 1, { cause: error });
}

/** `ENOSPC` of an error from the platform; null for anything else. */
export const errorCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
