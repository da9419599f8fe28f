import { type Phrase, parseTerm, WORD_FIELDS, type WordForm } from '../../config/grammar/term.js';
import type { RuleSet } from '../index.js';
import { bitOf, type FieldSet } from '../rules/leaf.js';
import type { Lint } from './term-lint.js';

/**
 * Terms that are found only where another term of the same list is: `clean build` beside `build`, `title:ffi`
 * beside `ffi`. They still add their points, so this is a remark, not an error: where one point files an
 * entry, the longer term changes nothing. Only what follows from the words themselves is told, so no entries
 * are needed.
 */
export function shadows(rules: RuleSet): Lint[] {
  return rules.tags.flatMap((tag) => {
    const min = tag.min ?? rules.classify.min;
    if (min > 1) return []; // there the second point may decide
    const phrases = tag.match.flatMap((spec, index) => {
      const parsed = parseTerm(spec);
      return parsed.ok && parsed.term.kind === 'phrase' ? [{ index, phrase: parsed.term }] : [];
    });
    return phrases.flatMap(({ index, phrase }): Lint[] => {
      const by = phrases.find(
        (other) => other.index !== index && covers(other.phrase, phrase, other.index < index),
      );
      return by && tag.group === null
        ? [{ kind: 'shadowed', tag: tag.slug, list: 'match', index, term: phrase.spec, by: by.phrase.spec }]
        : [];
    });
  });
}

/** Whether `wide` is found wherever `narrow` is. Of two that say the same, only the later is covered. */
export function covers(wide: Phrase, narrow: Phrase, wideIsFirst: boolean): boolean {
  if ((fieldsOf(narrow) & ~fieldsOf(wide)) !== 0) return false;
  if (wide.cased !== null && narrow.cased === null) return false;
  const needle = wide.cased ?? wide.words;
  const words = wide.cased === null ? narrow.words : (narrow.cased ?? []);
  const same =
    needle.length === words.length && wide.form === narrow.form && needle.join(' ') === words.join(' ');
  if (same && fieldsOf(wide) === fieldsOf(narrow)) return wideIsFirst;
  return words.some((_word, at) => standsAt(needle, words, at, wide.form, narrow.form));
}

function standsAt(
  needle: readonly string[],
  words: readonly string[],
  at: number,
  needleForm: WordForm,
  wordsForm: WordForm,
): boolean {
  return needle.every((word, n) => {
    const other = words[at + n];
    if (other === undefined) return false;
    const form = n === needle.length - 1 ? needleForm : 'word';
    return isFoundIn(word, form, other, at + n === words.length - 1 ? wordsForm : 'word');
  });
}

/** Whether a word is found wherever the other one is. */
function isFoundIn(word: string, form: WordForm, other: string, otherForm: WordForm): boolean {
  switch (form) {
    case 'part':
      return other.includes(word);
    case 'prefix':
      return (otherForm === 'word' || otherForm === 'prefix') && other.startsWith(word);
    case 'suffix':
      return (otherForm === 'word' || otherForm === 'suffix') && other.endsWith(word);
    case 'word':
      return otherForm === 'word' && other === word;
  }
}

const fieldsOf = ({ fields }: Phrase): FieldSet =>
  (fields ?? WORD_FIELDS.slice(0, 2)).reduce((mask, field) => mask | bitOf(field), 0);
