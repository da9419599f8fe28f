import { trimEndOf } from '../../model/trim-end.js';
import { capitalised } from '../../model/words.js';
import type { ToldCause } from '../../schedule/index.js';
import type { Said, Speech } from './speech.js';
import type { WordKey } from './words.js';

const CAUSES = {
  dns: 'unknownHost',
  refused: 'refused',
  timeout: 'timeout',
  tls: 'untrusted',
  'private-address': 'toPrivate',
  'not-allowed': 'atPrivate',
  proxy: 'unreachable',
  challenge: 'challenge',
  'too-large': 'tooLarge',
  'too-many-redirects': 'endlessRedirects',
  'bad-redirect': 'badRedirect',
  truncated: 'truncated',
  encoding: 'encoding',
  network: 'unreachable',
  'own-limit': 'unreachable',
  empty: 'emptyAnswer',
  'not-a-feed': 'notAFeed',
  'web-page': 'webPage',
} as const satisfies Record<Exclude<ToldCause['reason'], 'status' | 'certificate'>, WordKey>;

const STATUSES: Readonly<
  Record<number, 'needsPassword' | 'accessRefused' | 'notThere' | 'gone' | 'tooMany'>
> = {
  401: 'needsPassword',
  403: 'accessRefused',
  404: 'notThere',
  410: 'gone',
  429: 'tooMany',
};

/** Why a source gives nothing, as it stands before "since …". */
export function causeInWords({ say, foreign }: Speech, cause: ToldCause): Said {
  switch (cause.reason) {
    case 'certificate':
      return foreign(capitalised(trimEndOf(cause.message, /[\s.]/)));
    case 'status': {
      const { status } = cause;
      const what = status >= 500 ? say('serverError') : say(STATUSES[status] ?? 'unusable');
      return say('withStatus', { cause: what, status });
    }
    default:
      return say(CAUSES[cause.reason]);
  }
}
