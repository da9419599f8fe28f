import { codeOf } from '../files/error-code.js';
import { FetchFailure } from './failure.js';

/** Node and OpenSSL name certificate trouble by codes; what is not here is told by its code. */
const TLS_MESSAGES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'certificate expired',
  CERT_NOT_YET_VALID: 'certificate not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate signed by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate signed by an unknown authority',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate signed by an unknown authority',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate chain incomplete',
  CERT_REVOKED: 'certificate revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate is for another host',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server speaks no https there',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the server speaks no https there',
};
const TLS_CODES =
  /^(?:ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;
const NO_SUCH_HOST = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA']);
const UNREACHABLE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'ENETDOWN', 'EHOSTDOWN']);
const OWN_LIMIT = new Set(['EMFILE', 'ENFILE']);

/** Where a request stood when it broke: before or after the answer's headers. */
export type Stage = 'connecting' | 'reading';

/**
 * What broke a request, in the words of an operator. Told apart by codes and names, never by a message's
 * text.
 * @returns null where the error is no outcome of a request but a bug
 */
export function failureOf(error: unknown, host: string, stage: Stage): FetchFailure | null {
  if (error instanceof FetchFailure) return error;
  if (!(error instanceof Error)) return null;
  const code = codeOf(firstOf(error)) ?? '';
  const failure = (reason: FetchFailure['reason'], message: string): FetchFailure =>
    new FetchFailure(reason, message, null, { cause: error });
  if (NO_SUCH_HOST.has(code)) return failure('dns', `no such host: ${host}`);
  if (code.startsWith('EAI_')) return failure('dns', `DNS has no answer now for host: ${host}`);
  if (code === 'ECONNREFUSED') return failure('refused', 'connection refused');
  if (UNREACHABLE.has(code)) return failure('network', 'host unreachable');
  if (OWN_LIMIT.has(code))
    return failure(
      'own-limit',
      `too many open files here (${code}); raise the limit (ulimit -n) or lower fetch.concurrency`,
    );
  if (code === 'ETIMEDOUT') return failure('timeout', 'timed out: the connection broke');
  if (TLS_CODES.test(code)) return failure('tls', TLS_MESSAGES[code] ?? `TLS failed (${code})`);
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return failure('too-large', 'too large: more than 64 kB of headers');
  if (code === 'Z_BUF_ERROR') return failure('truncated', 'truncated within its compressed data');
  if (/^(?:Z_|ERR__ERROR|ERR_BROTLI|ERR__)/.test(code))
    return failure('encoding', 'its compressed data is damaged');
  if (stage === 'reading' && isConnectionEnd(error, code))
    return failure('truncated', 'truncated: the connection ended early');
  if (error.name === 'HTTPParserError' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
    return failure('network', 'the answer is not HTTP');
  if (isConnectionEnd(error, code)) return failure('network', 'connection closed without an answer');
  return code === '' ? null : failure('network', `network error (${code})`);
}

function isConnectionEnd(error: Error, code: string): boolean {
  return (
    code === 'ECONNRESET' ||
    code === 'EPIPE' ||
    code === 'UND_ERR_SOCKET' ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
    code === 'ERR_STREAM_PREMATURE_CLOSE' ||
    error.name === 'HTTPParserError'
  );
}

/** Of several addresses that were tried, what the first said. */
function firstOf(error: unknown): unknown {
  return error instanceof AggregateError && error.errors[0] instanceof Error
    ? firstOf(error.errors[0])
    : error;
}
