import { codeOf } from '../../files/error-code.js';
import { UserError } from '../../model/errors.js';

/** Serialisation failure, deadlock: the transaction met another one, and may be begun anew. */
export const hasMetAnother = (error: unknown): boolean => /^(40001|40P01)$/.test(codeOf(error) ?? '');

const CUT = /^(ECONNRESET|EPIPE|08...|57P0[1235])$/;
const AWAY = /^(ECONNREFUSED|ENOENT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/;

/**
 * Whether the server can't be reached, or has cut the connection. pg gives no code for a connection that ends
 * in the middle of a query.
 */
export const isAway = (error: unknown): boolean =>
  CUT.test(codeOf(error) ?? '') ||
  AWAY.test(codeOf(error) ?? '') ||
  (error instanceof Error && /^Connection terminated|^timeout/i.test(error.message));

const NO_AUTHORITY =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?))$/;

const WORDS: readonly [code: RegExp, words: string][] = [
  [AWAY, 'nothing listens there: does the server run?'],
  [/^ENOTFOUND$|^EAI_AGAIN$/, 'there is no host of that name'],
  [/^57P03$/, 'the server is starting or stopping'],
  [CUT, 'the connection was cut'],
  [/^28P01$|^28000$/, 'the server refuses this user or password'],
  [/^3D000$/, 'there is no database of that name; create it first (createdb)'],
  [/^53300$/, 'the server has too many connections'],
  [/^53100$/, 'the disk of the server is full'],
  [/^25006$/, 'the server is read-only: it is a replica'],
  [/^57014$/, 'a query took too long'],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'the certificate of the server is for another host than the address names',
  ],
  [
    NO_AUTHORITY,
    'the certificate of the server is signed by nobody that is trusted here; sslrootcert names the file of its authority',
  ],
  [/^CERT_HAS_EXPIRED$/, 'the certificate of the server has expired'],
];

/** What has no code, or one that says less. */
const MESSAGES: readonly [message: RegExp, words: string][] = [
  [/does not support SSL/, 'the server offers no TLS: set it up there, or leave sslmode out of the address'],
  [/no encryption$/, 'the server does not let this user in without TLS: sslmode=require asks for it'],
  [/^Connection terminated( unexpectedly)?$/, 'the connection was cut'],
  [/client password must be/, 'the server asks for a password: in PGPASSWORD, ~/.pgpass or the address'],
];
/** What the server says itself is the best there is: a right that is missing, what kind of full. */
const TOLD = /^(42501|53...|54...|58...|XX...)$/;

/**
 * The error as the operator can mend it; one that is none of the server's and the network's stays as it is.
 */
export function inWords(error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const code = codeOf(error) ?? '';
  const why = MESSAGES.find(([message]) => message.test(error.message))?.[1] ?? null;
  if (why !== null) return new UserError(`PostgreSQL: ${why}`, 1, { cause: error });
  const words = WORDS.find(([codes]) => codes.test(code))?.[1];
  if (words !== undefined) return new UserError(`PostgreSQL: ${words} (${code})`, 1, { cause: error });
  const isTold = TOLD.test(code) || /timeout|terminated|SSL|certificate/i.test(error.message);
  const message = `PostgreSQL: ${error.message}${code === '' ? '' : ` (${code})`}`;
  return isTold ? new UserError(message, 1, { cause: error }) : error;
}
