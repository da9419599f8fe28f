import { decodeHTMLStrict } from 'entities';

/** Texts that stand for names, as `&name;`. */
export type Entities = ReadonlyMap<string, string>;

/** Numbers and the five that every document has decode to text; anything else refers to another entity. */
const DECLARATION = /<!ENTITY\s+([\p{L}_:][\w.:-]{0,63})\s+(?:"([^"<]*)"|'([^'<]*)')\s*>/gu;
const NESTED = /&(?!#\d{1,7};|#x[\da-f]{1,6};|(?:amp|lt|gt|quot|apos);)/i;
const NUMBER = /&#x?[\da-f]{1,7};/gi;
const PREDEFINED = new Set(['amp', 'lt', 'gt', 'quot', 'apos']);
/** HTML's own have 253 in its DTDs. */
const MOST = 1000;
/** A character, or the name of a blog; not a page. */
const LONGEST = 256;

/**
 * The entities that a DOCTYPE declares as plain text. Those that are kept elsewhere, hold markup or are made
 * of others are left out: references to them stay as they are. XML 1.0 4.2: the first declaration counts.
 */
export function declaredEntities(doctype: string): Entities {
  const entities = new Map<string, string>();
  for (const [, name = '', double, single] of withoutComments(doctype).matchAll(DECLARATION)) {
    const value = double ?? single ?? '';
    if (PREDEFINED.has(name) || entities.has(name) || value.length > LONGEST || NESTED.test(value)) continue;
    // 4.4.5: numbers are replaced where the entity is declared, the rest where it is used.
    entities.set(name, decodeHTMLStrict(value.replace(NUMBER, (reference) => decodeHTMLStrict(reference))));
    if (entities.size === MOST) break;
  }
  return entities;
}

const withoutComments = (doctype: string): string =>
  doctype
    .split('<!--')
    .map((piece, index) => (index === 0 ? piece : (piece.split('-->', 2)[1] ?? '')))
    .join(' ');

const REFERENCE_OR_CDATA = /&([\p{L}_:][\w.:-]{0,63});|<!\[CDATA\[/gu;
/** All that a document may grow by. */
const MOST_GROWTH = 1024 * 1024;

/** A document with what its references stand for, escaped; CDATA sections have none. */
export function withEntities(body: string, entities: Entities): string {
  if (entities.size === 0) return body;
  const parts: string[] = [];
  let from = 0;
  let grown = 0;
  for (let found = nextIn(body, 0); found !== null; found = nextIn(body, from)) {
    const { index } = found;
    const end = index + found[0].length;
    const value = found[1] === undefined ? undefined : entities.get(found[1]);
    const next = found[1] === undefined ? endOfCdata(body, end) : end;
    const isKnown = value !== undefined && grown < MOST_GROWTH;
    if (isKnown) grown += value.length;
    parts.push(body.slice(from, index), isKnown ? escaped(value) : body.slice(index, next));
    from = next;
  }
  return parts.join('') + body.slice(from);
}

function nextIn(body: string, from: number): RegExpExecArray | null {
  REFERENCE_OR_CDATA.lastIndex = from;
  return REFERENCE_OR_CDATA.exec(body);
}

function endOfCdata(body: string, from: number): number {
  const end = body.indexOf(']]>', from);
  return end < 0 ? body.length : end + 3;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
