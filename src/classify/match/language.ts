import { detectLanguage } from '../../text/detect-language.js';
import { type Subject, textsOf } from './subject.js';

/** The language of an entry, and how it is known. */
export interface KnownLanguage {
  /** BCP 47, in lower case. */
  readonly tag: string;
  /** By the entry or its feed, or told by the text itself. */
  readonly by: 'declared' | 'detected';
}

/** Rules and a source's `only` ask one after the other, and telling a language takes milliseconds. */
const known = new WeakMap<Subject, KnownLanguage | null>();

/** What is declared, else what the first words of title and text are; null where neither tells. */
export function languageOf(subject: Subject): KnownLanguage | null {
  const before = known.get(subject);
  if (before !== undefined) return before;
  const declared = declaredTag(subject.language ?? null);
  const language = declared === null ? detected(subject) : ({ tag: declared, by: 'declared' } as const);
  known.set(subject, language);
  return language;
}

/** What says which language: `und`, `mul`, `zxx` and `x-…` say that there is none, or many. */
function declaredTag(language: string | null): string | null {
  const tag = language?.trim().replaceAll('_', '-').toLowerCase() ?? '';
  return /^(?!und|mul|zxx|mis)[a-z]{2,3}(?:$|-)/.test(tag) ? tag : null;
}

function detected(subject: Subject): KnownLanguage | null {
  const [text] = textsOf(subject, false);
  const tag = detectLanguage(`${subject.title ?? ''} ${text?.text ?? ''}`);
  return tag === null ? null : { tag: tag.toLowerCase(), by: 'detected' };
}
