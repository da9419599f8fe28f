import { decodeHTMLStrict } from 'entities';
import { escapeXml } from '../../text/xml.js';
import { type Leaf, leafReader } from './inline.js';
import { LEAVES } from './leaves.js';
import { contradictsItself, type Dialect, type Names, namesFor } from './names.js';
import { tokenize } from './tokens.js';

/** These begin something new wherever they are met: a text that is still open has lost its end tag. */
const BOUNDARIES: ReadonlySet<string> = new Set(['rss:item', 'rss:channel', 'atom:entry']);
const ENTRIES: ReadonlySet<string> = new Set(['rss:item', 'atom:entry']);

/** One open element. */
interface Frame {
  /** The name to be closed; null where nothing was written. */
  name: string | null;
  /** What names meant outside. */
  readonly outer: Names;
  /** Where it begins in what has been written. */
  readonly start: number;
}

/** The text element that is being read. */
interface OpenLeaf {
  readonly reader: Leaf;
  readonly frame: Frame;
  /** Elements that would make it one of structure instead. */
  readonly parts: ReadonlySet<string>;
}

/** A document rewritten. */
export interface Mended {
  readonly xml: string;
  /** It needed it: it was not well-formed. */
  readonly malformed: boolean;
  /** It ends within an entry, which is left out: half of it would stay in the store beside the whole one. */
  readonly cut: boolean;
}

/**
 * Any text at all as a well-formed document of canonical names. Markup inside text elements is escaped, and
 * such an element bears `inline="html"`; namespaces are applied in their scopes; bare ampersands, entities
 * that nobody declared, attributes without quotes and tags left open come out as a reader of HTML would take
 * them.
 * @param isMalformed whether a stricter reader has found it to be
 */
export function mend(body: string, dialect: Dialect, isMalformed: boolean): Mended {
  const writer = mender(dialect);
  const malformed = tokenize(body, writer, { isMalformed });
  return { ...writer.end(), malformed };
}

function mender(dialect: Dialect) {
  const out: string[] = [];
  const frames: Frame[] = [];
  let names = namesFor(dialect);
  let cut = false;
  let leaf: OpenLeaf | null = null;

  const endLeaf = (): void => {
    if (leaf === null) return;
    const { reader, frame } = leaf;
    out.push(reader.isInline() ? ' inline="html">' : '>', xmlText(reader.value()), `</${frame.name}>`);
    frame.name = null;
    leaf = null;
  };

  /** An author with a name and an address inside: what was read of it as a text is none. */
  const becomeStructure = (): void => {
    if (leaf === null) return;
    out.push('>', leaf.reader.isInline() ? '' : xmlText(leaf.reader.value()));
    leaf = null;
  };

  return {
    open(qname: string, attributes: ReadonlyMap<string, string>): void {
      const outer = names;
      names = withDeclarations(names, attributes, qname);
      const name = names.element(qname);
      if (leaf !== null && BOUNDARIES.has(name)) endLeaf();
      if (leaf?.parts.has(name)) becomeStructure();
      if (leaf !== null) {
        leaf.reader.open(qname, attributes);
        frames.push({ name: null, outer, start: out.length });
        return;
      }
      const kept = frames.length === 0 || !name.startsWith('?');
      const frame: Frame = { name: kept ? name : null, outer, start: out.length };
      frames.push(frame);
      if (!kept) return;
      out.push('<', name, xmlAttributes(names, attributes));
      const parts = LEAVES.get(name);
      if (parts === undefined) out.push('>');
      else leaf = { reader: leafReader(attributes.get('type') ?? null, dialect), frame, parts };
    },
    text(source: string, cdata: boolean): void {
      if (leaf !== null) leaf.reader.text(source, cdata);
      else if (frames.at(-1)?.name) out.push(xmlText(cdata ? source : decodeHTMLStrict(source)));
    },
    close(): void {
      const frame = frames.pop();
      if (frame === undefined) return;
      if (leaf?.frame === frame) endLeaf();
      else if (leaf !== null) leaf.reader.close();
      if (frame.name !== null) out.push(`</${frame.name}>`);
      names = frame.outer;
    },
    cutOff(): void {
      const entry = frames.findLast(({ name }) => name !== null && ENTRIES.has(name));
      if (entry === undefined) return;
      cut = true;
      endLeaf();
      out.length = entry.start;
      entry.name = null;
      for (const frame of frames.slice(frames.indexOf(entry))) frame.name = null;
    },
    end: () => ({ xml: out.join(''), cut }),
  };
}

function withDeclarations(names: Names, attributes: ReadonlyMap<string, string>, qname: string): Names {
  let inner: Names | null = null;
  for (const [name, value] of attributes) {
    if (!/^xmlns(?::|$)/.test(name) || contradictsItself(qname, name, value)) continue;
    inner ??= names.inner();
    inner.declare(name, value);
  }
  return inner ?? names;
}

function xmlAttributes(names: Names, attributes: ReadonlyMap<string, string>): string {
  const values = new Map<string, string>();
  for (const [qname, source] of attributes) {
    const name = names.attribute(qname);
    if (/^(?:[a-z]+:)?[a-z][\w.-]*$/.test(name) && !name.startsWith('xmlns'))
      values.set(name, decodeHTMLStrict(source));
  }
  return [...values].map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join('');
}

/** Whole, for the reader takes CDATA in one piece, and references one by one. */
const xmlText = (text: string): string =>
  /[&<>]/.test(text) ? `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : text;
