import type { StoredValidators } from '../fetch/result.js';
import { type HttpUrl, toMs } from '../model/values.js';
import { LONGEST_MS } from './interval.js';
import { isListedDue } from './move.js';
import { NO_VALIDATORS, type PollState } from './state.js';

/** What a source is asked for when its turn comes. */
export interface PlannedRequest {
  readonly url: HttpUrl;
  readonly validators: StoredValidators;
  /**
   * It is the listed address, tried in place of the one that the source moved to. What it brings counts only
   * if the document has a known entry; else nothing of it is to be stored.
   */
  readonly asksListed: boolean;
}

/**
 * The request that a source's state leads to.
 * @param fresh the operator wants the document whole, changed or not
 */
export function plannedRequest(state: PollState, now: number, fresh: boolean): PlannedRequest {
  const asksListed = isListedDue(state, now);
  return {
    url: asksListed ? state.listed : state.url,
    validators: fresh || isFrozen(state, now) ? NO_VALIDATORS : state.validators,
    asksListed,
  };
}

/**
 * After 30 days of nothing but 304 a document is asked for whole, once: servers have been seen that go on
 * with 304 whatever is published, for a validator that they got wrong themselves.
 */
const isFrozen = ({ unchangedSince }: PollState, now: number): boolean =>
  unchangedSince !== null && now - toMs(unchangedSince) >= LONGEST_MS;
