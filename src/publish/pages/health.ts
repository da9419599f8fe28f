import { trimEndOf } from '../../model/trim-end.js';
import { unreachable } from '../../model/unreachable.js';
import type { Instant } from '../../model/values.js';
import { capitalised, longDate } from '../../model/words.js';
import type { SourceView } from '../site/view.js';

/**
 * How a source is, in a sentence: a state, its cause and since when, never a count of tries, which would
 * change with every pass. Null where all is well.
 */
export function healthSentence({ health, listed }: SourceView): string | null {
  if (!listed) return 'No longer followed. Its posts stay.';
  switch (health.kind) {
    case 'fine':
      return null;
    case 'new':
      return 'Not asked yet.';
    case 'disabled':
      return 'Switched off. Its posts stay.';
    case 'gone':
      return `Gone for good (410) since ${longDate(health.since)}. No longer asked.`;
    case 'failing':
      return failingSentence(health.message, health.since);
    default:
      return unreachable(health);
  }
}

/** A certificate says itself since when: "Certificate expired on 3 May 2026." */
function failingSentence(message: string, since: Instant): string {
  const cause = capitalised(trimEndOf(message, /[\s.]/));
  return / expired on /.test(cause) ? `${cause}.` : `${cause} since ${longDate(since)}.`;
}

/** The source is asked, but gives nothing. */
export const inTrouble = ({ health, listed }: SourceView): boolean =>
  listed && (health.kind === 'failing' || health.kind === 'gone');
