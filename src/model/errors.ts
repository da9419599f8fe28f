/**
 * A mistake that the operator can mend: `commands/line/main.ts` prints its message as one line and exits with
 * its code, 2 for usage and configuration, 1 for everything that a pass met at run time.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  constructor(
    message: string,
    readonly exitCode: 1 | 2 = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The site that is published has posts and the database has none: for a service nothing to do but to serve
 * it.
 */
export class LostDataError extends UserError {}

/** Another tagwire has the database: for a service no reason to worry, its own pass comes next time. */
export class LockedError extends UserError {}
