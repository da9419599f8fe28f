import type { PluralForm } from './words.js';

/** The form that a number asks for. */
export type Plural = (n: number) => PluralForm;

const oneAndOther: Plural = (n) => (n === 1 ? 'one' : 'other');
const oneBelowTwo: Plural = (n) => (n >= 0 && n < 2 ? 'one' : 'other');
const noForms: Plural = () => 'other';

const within = (n: number, from: number, to: number): boolean => n >= from && n <= to;

const eastSlavic: Plural = (n) => {
  if (!Number.isInteger(n)) return 'other';
  const [unit, tens] = [n % 10, n % 100];
  if (unit === 1 && tens !== 11) return 'one';
  return within(unit, 2, 4) && !within(tens, 12, 14) ? 'few' : 'many';
};

const southSlavic: Plural = (n) => {
  const [unit, tens] = [n % 10, n % 100];
  if (unit === 1 && tens !== 11) return 'one';
  return within(unit, 2, 4) && Number.isInteger(n) && !within(tens, 12, 14) ? 'few' : 'other';
};

const polish: Plural = (n) => {
  if (!Number.isInteger(n)) return 'other';
  if (n === 1) return 'one';
  return within(n % 10, 2, 4) && !within(n % 100, 12, 14) ? 'few' : 'many';
};

const czech: Plural = (n) => {
  if (!Number.isInteger(n)) return 'many';
  return n === 1 ? 'one' : within(n, 2, 4) ? 'few' : 'other';
};

const romanian: Plural = (n) => {
  if (n === 1) return 'one';
  return !Number.isInteger(n) || n === 0 || within(n % 100, 1, 19) ? 'few' : 'other';
};

const lithuanian: Plural = (n) => {
  if (!Number.isInteger(n)) return 'many';
  const [unit, tens] = [n % 10, n % 100];
  if (within(tens, 11, 19) || unit === 0) return 'other';
  return unit === 1 ? 'one' : 'few';
};

const hebrew: Plural = (n) => (n === 1 ? 'one' : n === 2 ? 'two' : 'other');

const arabic: Plural = (n) => {
  if (!Number.isInteger(n)) return 'other';
  if (n === 0) return 'zero';
  if (n === 1) return 'one';
  if (n === 2) return 'two';
  if (within(n % 100, 3, 10)) return 'few';
  return within(n % 100, 11, 99) ? 'many' : 'other';
};

/** Languages that don't do as English does: CLDR 46, plural rules for cardinals, as far as pages count. */
const RULES: readonly (readonly [plural: Plural, languages: string])[] = [
  [noForms, 'zh ja ko vi th id ms lo my km'],
  [oneBelowTwo, 'fr pt hi bn fa hy kab'],
  [eastSlavic, 'ru uk be'],
  [southSlavic, 'hr sr bs'],
  [polish, 'pl'],
  [czech, 'cs sk'],
  [romanian, 'ro mo'],
  [lithuanian, 'lt'],
  [hebrew, 'he iw'],
  [arabic, 'ar'],
];

/**
 * The rule of a language (BCP 47). Ours rather than `Intl.PluralRules`, which moves with the version of Node:
 * what is published must not.
 */
export function pluralOf(language: string): Plural {
  const tongue = language.split('-', 1)[0]?.toLowerCase() ?? '';
  return RULES.find(([, languages]) => languages.split(' ').includes(tongue))?.[0] ?? oneAndOther;
}
