import type { FailureReason } from './result.js';

/**
 * Ends a request from wherever it stands. Never leaves this folder: `createFetcher` turns it into a value.
 */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure';
  constructor(
    readonly reason: FailureReason,
    message: string,
    readonly status: number | null = null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** "no answer within 20 s": a limit as people say it. */
export function seconds(ms: number): string {
  return `${Number((ms / 1000).toPrecision(2))} s`;
}
