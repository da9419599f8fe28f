import { bitOf, LANGUAGE } from '../rules/leaf.js';
import type { Hits } from './hits.js';
import { languageOf } from './language.js';
import type { Matcher } from './matcher.js';
import { type Subject, seeSubject } from './subject.js';

/** Looks for all leaves in all fields of an entry. */
export function scanSubject(subject: Subject, matcher: Matcher, hits: Hits): void {
  seeSubject(subject, matcher.fields, (field, value) => matcher.scan(field, value, hits));
  if ((matcher.fields & LANGUAGE) === 0) return;
  const language = languageOf(subject);
  if (language !== null) matcher.scanLanguage(FIELD_OF[language.by], language.tag, hits);
}

const FIELD_OF = { declared: bitOf('lang'), detected: bitOf('detected') } as const;
