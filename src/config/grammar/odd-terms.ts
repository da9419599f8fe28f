import { fold } from '../../text/fold.js';
import type { JsonNode } from '../json/json.js';
import type { Finding } from '../json/locate.js';
import { oneSlipFrom } from './did-you-mean.js';
import { FIELDS } from './term.js';
import { termTexts } from './terms.js';
import { show } from './values.js';

/** Why a term that can be read is hardly what its author meant, and what to write. */
type Oddity = Pick<Finding, 'message' | 'help'>;

/** Terms that mean something, but hardly what was meant. */
export function oddTerms(root: JsonNode): readonly Finding[] {
  return termTexts(root).flatMap(({ path, text }) =>
    [oddField(text), addressAsHost(text), lostSign(text), ...oddExpression(text)].flatMap((odd) =>
      odd === null ? [] : [{ path, atKey: false, ...odd }],
    ),
  );
}

/** What may stand before the colon of a term; of the fields `detected` is no word of feeds.json. */
const SCOPES: readonly string[] = [...FIELDS.filter((field) => field !== 'detected'), 'case'];

/** `titel:foo` is the words `titel foo`; `std::mem` and `https://…` are what they look like. */
function oddField(text: string): Oddity | null {
  const scope = /^\s*(\p{L}+):(?![:/])\s*\S/u.exec(text)?.[1];
  if (scope === undefined || SCOPES.includes(scope)) return null;
  const meant = oneSlipFrom(scope, SCOPES);
  if (meant === null) return null;
  return {
    message: `${show(`${scope}:`)} is no field, so these are words to be found one after the other`,
    help: `did you mean ${show(`${meant}:`)}? Else write a space instead of the colon`,
  };
}

/** `host:https://a.example/`: a host has neither scheme nor path. */
function addressAsHost(text: string): Oddity | null {
  const [, scheme, host = '', path = ''] =
    /^\s*host:\s*(https?:\/\/)?([^\s/]+)(?:\/(\S*))?/i.exec(text) ?? [];
  const hasPath = /[\p{L}\p{N}]/u.test(path);
  if (scheme === undefined && !hasPath) return null;
  const rest = hasPath ? '; "url:" looks at the whole address' : '';
  return {
    message: `no host is ${show(text.replace(/^\s*host:\s*/i, ''))}, so this is never found`,
    help: `write ${show(`host:${host}`)}${rest}`,
  };
}

/** `'static` is the common word static, and `-web` asks for web: a sign before a word is found nowhere. */
function lostSign(text: string): Oddity | null {
  const word = /^\s*(?:[a-z]+:\s*)?(?:case:\s*)?['’@$-]+(\p{L}+)\s*$/u.exec(text)?.[1];
  if (word === undefined) return null;
  return {
    message: `${show(text)} is found wherever the word ${show(word)} is`,
    help: `a sign is found by a regular expression, /…/u; else write ${show(word)}`,
  };
}

/** One sign of a regular expression, or what belongs together: an escape, a class of characters. */
const SIGNS = /\\(?:[pP]\{[^}]*\}|.)|\[(?:\\.|[^\]\\])*\]?|./gsu;

function oddExpression(text: string): readonly Oddity[] {
  const source = /^\s*(?:[a-z]+:\s*)?(?:case:\s*)?\/(.+)\/[a-z]*\s*$/su.exec(text)?.[1];
  if (source === undefined) return [];
  const signs = source.match(SIGNS) ?? [];
  return [optionalFlag(source), asciiOnly(signs), foldedAway(signs)].flatMap((odd) => odd ?? []);
}

function optionalFlag(source: string): Oddity | null {
  const flag = /\(([imsu])\?\)/.exec(source)?.[1];
  if (flag === undefined) return null;
  return {
    message: `(${flag}?) is a letter ${flag} that may be left out`,
    help: `did you mean (?${flag})? Better, put the flag at the end: /…/${flag}`,
  };
}

const ASCII_ONLY: ReadonlyMap<string, string> = new Map([
  ['\\w', String.raw`write [\p{L}\p{N}_]`],
  ['\\W', String.raw`write [^\p{L}\p{N}_]`],
  ['\\b', String.raw`write (?<![\p{L}\p{N}]) before a word and (?:[^\p{L}\p{N}]|$) after it`],
  ['\\B', String.raw`write [\p{L}\p{N}] for the letter that stands there`],
]);

/** What may stand between two signs that are beside each other in the text: counts, brackets, a choice. */
const BETWEEN = /^[*+?{},\d()|:^$]$/;

/** RE2 knows `\w` as [0-9A-Za-z_] whatever the flags, and `\b` as its edge. */
function asciiOnly(signs: readonly string[]): Oddity | null {
  const beside = signs.filter((sign) => !BETWEEN.test(sign));
  const at = beside.findIndex(
    (sign, n) =>
      ASCII_ONLY.has(sign) &&
      [beside[n - 1], beside[n + 1]].some((one) => one !== undefined && isBeyond(one)),
  );
  const sign = beside[at];
  if (sign === undefined) return null;
  return {
    message: `${sign} knows ASCII letters only, and stands beside others`,
    help: ASCII_ONLY.get(sign) ?? null,
  };
}

/** A letter that is not ASCII, or a class with one. */
const isBeyond = (sign: string): boolean => /(?![\x00-\x7f])\p{L}/u.test(sign);

/** Texts are looked at without accents: `/café/` is in none. */
function foldedAway(signs: readonly string[]): Oddity | null {
  const lost = signs.find((sign) => isBeyond(sign) && !sign.startsWith('[') && fold(sign) !== sign);
  if (lost === undefined) return null;
  return {
    message: `${show(lost)} is never found: expressions see the text without accents`,
    help: `write ${show(fold(lost))}`,
  };
}
