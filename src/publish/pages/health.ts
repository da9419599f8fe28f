import { unreachable } from '../../model/unreachable.js';
import type { Instant } from '../../model/values.js';
import type { ToldCause } from '../../schedule/index.js';
import type { SourceView } from '../site/view.js';
import { causeInWords } from '../words/cause.js';
import type { Said, Speech } from '../words/speech.js';

/**
 * How a source is, in a sentence: a state, its cause and since when, never a count of tries, which would
 * change with every pass. Null where all is well.
 */
export function healthSentence(words: Speech, { health, listed }: SourceView): Said | null {
  const { say } = words;
  if (!listed) return say('notFollowed');
  switch (health.kind) {
    case 'fine':
      return null;
    case 'new':
      return say('notAskedYet');
    case 'disabled':
      return say('switchedOff');
    case 'gone':
      return say('goneSince', { date: words.longDate(health.since) });
    case 'failing':
      return failingSentence(words, health.cause, health.since);
    default:
      return unreachable(health);
  }
}

/** A certificate says itself since when: "Certificate expired on 3 May 2026." */
function failingSentence(words: Speech, told: ToldCause, since: Instant): Said {
  const cause = causeInWords(words, told);
  const isDated = told.reason === 'certificate' && / expired on /.test(told.message);
  return isDated
    ? words.say('causeOnly', { cause })
    : words.say('causeSince', { cause, date: words.longDate(since) });
}

/** The source is asked, but gives nothing. */
export const inTrouble = ({ health, listed }: SourceView): boolean =>
  listed && (health.kind === 'failing' || health.kind === 'gone');
