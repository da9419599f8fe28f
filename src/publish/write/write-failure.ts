import { isDiskFull, whyUnwritten } from '../../files/causes.js';
import { UserError } from '../../model/errors.js';

/** What the platform said of a published file, as one line that names the file. */
export function writeFailure(file: string, error: unknown): unknown {
  if (error instanceof UserError) return error;
  const why = whyUnwritten(error);
  if (why === null) return error;
  const comfort = isDiskFull(error) ? '; nothing published is damaged' : '';
  return new UserError(`${file}: ${why}${comfort}`, 1, { cause: error });
}
