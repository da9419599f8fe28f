import { escapeHtml } from '../../html/escape.js';
import type { Instant } from '../../model/values.js';
import { attribute, html, type Piece, Raw } from '../pages/template.js';
import { type Plural, pluralOf } from './plural.js';
import type { Forms, ListKey, PlaceOf, SearchKey, SomeWords, TextKey, WordKey } from './words.js';

/** Words as a template takes them, and as plain text for titles and attributes. */
export class Said extends Raw {
  constructor(
    markup: string,
    private readonly plain: () => string,
  ) {
    super(markup);
  }

  get text(): string {
    return this.plain();
  }
}

/** What stands at the places of a text; a number decides on its form. */
export type Values<Key extends TextKey> = {
  readonly [Place in PlaceOf<Key>]: Place extends 'n' ? number : Piece;
};

/** A site's words, spoken: in its language, and where that lacks one, in English that says so. */
export interface Speech<Known extends WordKey = WordKey> {
  /** BCP 47. */
  readonly language: string;
  say<Key extends TextKey & Known>(
    key: Key,
    ...values: PlaceOf<Key> extends never ? [] : [Values<Key>]
  ): Said;
  /** The language of a word: the site's, or English where that lacks it. */
  languageOf(key: Known): string;
  /** English that is no word of ours. */
  foreign(text: string): Said;
  /** `1,214`. */
  figure(n: number): string;
  /** `three`, from eleven on `11`. */
  numeral(n: number): Said;
  /** `a`, `a and b`, `a, b and c`. */
  listed(words: readonly Piece[], last: 'and' | 'or'): Said;
  /** `18 Nov 2026`. */
  shortDate(at: Instant): Said;
  /** `18 November 2026`. */
  longDate(at: Instant): Said;
  /** `May 2015`. */
  monthAndYear(at: Instant): Said;
  /** `July – October 2026`, `November 2025 – March 2026`, `May 2015`. */
  monthsBetween(from: Instant, to: Instant): Said;
}

/** What the script of the search page says. */
export type SearchSpeech = Speech<SearchKey>;

const ENGLISH = 'en';

/**
 * Words of a language over those in English. Nothing of `Intl`, which moves with the version of Node: what is
 * published must not.
 * @param direction of the page, against which English may run
 */
export function createSpeech<Known extends WordKey>(
  english: Pick<Required<SomeWords>, Known>,
  { language, own }: { readonly language: string; readonly own: SomeWords },
  direction: 'ltr' | 'rtl',
): Speech<Known> {
  const plurals = { own: pluralOf(language), english: pluralOf(ENGLISH) };
  const isEnglish = language.split('-', 1)[0]?.toLowerCase() === ENGLISH;
  const words: SomeWords = own;
  const lent: SomeWords = english;

  const figure = (n: number): string => grouped(n, String(words.thousands ?? lent.thousands ?? ''));
  const abroad = html` lang="${ENGLISH}"${attribute('dir', direction === 'rtl' ? 'ltr' : null)}`;

  /**
   * What is filled in, so that it runs its own way on a page from right to left: else a number behind a name
   * in Latin letters would change places with it. No letters that have two cases run from right to left.
   */
  const isolated = (piece: Piece): Piece => {
    if (direction === 'ltr' || piece instanceof Said) return piece;
    if (Array.isArray(piece)) return piece.map(isolated);
    const isForeign = typeof piece === 'string' && piece.toLowerCase() !== piece.toUpperCase();
    return isForeign || piece instanceof Raw ? html`<bdi>${piece}</bdi>` : piece;
  };
  const joinedPieces = (pieces: readonly Piece[]): Said =>
    new Said(html`${pieces.map(isolated)}`.markup, () => pieces.map(textOf).join(''));

  /** Marked as English where the page is not. */
  const lentOut = (said: Said): Said =>
    isEnglish ? said : new Said(html`<span${abroad}>${said}</span>`.markup, () => said.text);

  function speak(key: TextKey, values: Readonly<Record<string, Piece>>): Said {
    const mine = words[key];
    const [message, plural] = mine === undefined ? [lent[key], plurals.english] : [mine, plurals.own];
    if (message === undefined) throw new TypeError(`there is no word ${key}`);
    const said = filled(formOf(message, plural, values['n']), values, figure, isolated);
    return mine !== undefined ? said : lentOut(said);
  }

  function named(key: ListKey, index: number): Piece {
    const mine = words[key]?.[index];
    if (mine !== undefined) return mine;
    const name = lent[key]?.[index] ?? null;
    return name === null ? name : lentOut(plain(name));
  }

  const month = (at: Instant, key: 'months' | 'shortMonths'): Piece => named(key, Number(at.slice(5, 7)) - 1);
  const monthAndYear = (at: Instant): Said =>
    speak('monthAndYear', { month: month(at, 'months'), year: year(at) });

  return {
    language,
    say: (key, ...[values]) => speak(key, values ?? {}),
    languageOf: (key) => (words[key] === undefined ? ENGLISH : language),
    foreign: (text) => lentOut(plain(text)),
    figure,
    numeral(n) {
      const name = named('numerals', n);
      return name instanceof Said ? name : plain(typeof name === 'string' ? name : figure(n));
    },
    listed(list, last) {
      const [end = '', ...before] = list.toReversed();
      if (before.length === 0) return joinedPieces([end]);
      const glue = speak('comma', {});
      const most = joinedPieces(before.reverse().flatMap((piece, i) => (i === 0 ? [piece] : [glue, piece])));
      return speak(last, { most, last: end });
    },
    shortDate: (at) =>
      speak('shortDate', { day: dayOfMonth(at), month: month(at, 'shortMonths'), year: year(at) }),
    longDate: (at) => speak('longDate', { day: dayOfMonth(at), month: month(at, 'months'), year: year(at) }),
    monthAndYear,
    monthsBetween(from, to) {
      if (from.slice(0, 7) === to.slice(0, 7)) return monthAndYear(to);
      const start = year(from) === year(to) ? month(from, 'months') : monthAndYear(from);
      return speak('period', { from: start, to: monthAndYear(to) });
    },
  };
}

/** Text that is no word of ours, where words are asked for. */
export const plain = (text: string): Said => new Said(html`${text}`.markup, () => text);

function formOf(message: string | Forms | readonly string[], plural: Plural, n: Piece | undefined): string {
  if (typeof message === 'string') return message;
  if (!('other' in message)) throw new TypeError('a list of names is no text');
  return message[plural(Number(n))] ?? message.other;
}

interface Template {
  /** The text around the places: one more than there are places. */
  readonly texts: readonly string[];
  readonly markups: readonly string[];
  readonly places: readonly string[];
}

const PLACE = /\{(\w+)\}/;
/** Texts are few, and each is said on many pages. */
const templates = new Map<string, Template>();

function templateOf(text: string): Template {
  const known = templates.get(text);
  if (known !== undefined) return known;
  const parts = text.split(PLACE);
  const texts = parts.filter((_part, i) => i % 2 === 0);
  const template = {
    texts,
    markups: texts.map((part) => escapeHtml(part).replaceAll('\u00A0', '&nbsp;')),
    places: parts.filter((_part, i) => i % 2 === 1),
  };
  templates.set(text, template);
  return template;
}

function filled(
  text: string,
  values: Readonly<Record<string, Piece>>,
  figure: (n: number) => string,
  isolated: (piece: Piece) => Piece,
): Said {
  const { texts, markups, places } = templateOf(text);
  const pieces = places.map((place) => {
    const value = values[place] ?? null;
    return place === 'n' && typeof value === 'number' ? figure(value) : value;
  });
  const raw = new Raw(markups[0] ?? '');
  pieces.forEach((piece, i) => {
    raw.add(isolated(piece));
    raw.addMarkup(markups[i + 1] ?? '');
  });
  return new Said(raw.markup, () =>
    pieces.reduce<string>((said, piece, i) => said + textOf(piece) + (texts[i + 1] ?? ''), texts[0] ?? ''),
  );
}

function textOf(piece: Piece): string {
  if (piece instanceof Said) return piece.text;
  if (piece instanceof Raw) throw new TypeError(`markup in a plain text: ${piece.markup}`);
  if (piece === null || piece === false) return '';
  return typeof piece === 'object' ? piece.map(textOf).join('') : String(piece);
}

function grouped(n: number, separator: string): string {
  const digits = String(n);
  const first = digits.length % 3 || 3;
  return [digits.slice(0, first), ...(digits.slice(first).match(/\d{3}/g) ?? [])].join(separator);
}

const year = (at: Instant): string => at.slice(0, 4);
const dayOfMonth = (at: Instant): number => Number(at.slice(8, 10));
