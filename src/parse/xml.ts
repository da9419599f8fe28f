import RssParser from 'rss-parser';
import { hasInlineMarkup } from './leaves.js';
import { mend } from './mend.js';
import { changesDefault, type Dialect, type Names, namesFor } from './names.js';
import { children, type XmlNode } from './node.js';

/** A document as a tree of canonical names. */
export interface XmlDocument {
  readonly root: XmlNode;
  /** It was malformed, and is read as its author must have meant it. */
  readonly repaired: boolean;
}

/** What one attempt of the reader gave: no root where the XML is malformed. */
interface Reading {
  readonly root: XmlNode | null;
  /** Namespaces are declared anew inside, and the reader does not tell where their scopes end. */
  readonly scoped: boolean;
}

/**
 * Reads XML with rss-parser: as it stands where that is enough, else rewritten once by `mend()`, which escapes
 * markup inside text (the reader does not keep its order), applies namespaces in their scopes, and closes what is
 * open. Null where nothing can be read even so.
 * @param body the document without its prolog
 * @param dialect which format's elements stand without a prefix
 */
export async function readXml(body: string, dialect: Dialect): Promise<XmlDocument | null> {
  const { root, scoped } = await read(body, dialect);
  if (root !== null && !scoped && !hasInlineMarkup(root)) return { root, repaired: false };
  const mended = await read(mend(body, dialect), dialect);
  return mended.root === null ? null : { root: mended.root, repaired: root === null };
}

/**
 * rss-parser makes feeds of its own out of what it reads, and trips over real ones: a bad Atom date discards the
 * whole feed, a link without attributes throws, making a snippet of a long description takes seconds. So the
 * document is wrapped in a `feed` of which it is the only child, under a name that rss-parser does not know, and
 * is taken back whole through `customFields`. One parser a document: after an error it misbehaves.
 */
async function read(body: string, dialect: Dialect): Promise<Reading> {
  const hooks = canonicalNames(namesFor(dialect));
  const parser = new RssParser<{ document?: readonly XmlNode[] }>({
    customFields: { feed: [DOCUMENT_FIELD] as never },
    xml2js: {
      tagNameProcessors: [hooks.element],
      attrNameProcessors: [hooks.attribute],
      attrValueProcessors: [hooks.declaration],
    },
  });
  try {
    const { document } = await parser.parseString(`<feed>${body}</feed>`);
    return { root: children({ document }, 'document')[0] ?? null, scoped: hooks.scoped() };
  } catch {
    return { root: null, scoped: false };
  }
}

const DOCUMENT_FIELD = ['document', 'document', { keepArray: true }];

/** The reader's hooks; of each element it calls them for the attributes, value before name, then for the tag. */
function canonicalNames(names: Names) {
  let opened = 0;
  let scoped = false;
  return {
    element: (qname: string): string => {
      opened += 1;
      if (opened === 1) return qname; // the wrapper
      return opened === 2 ? 'document' : names.element(qname);
    },
    attribute: (qname: string): string => names.attribute(qname),
    declaration: (value: string, qname: string): string => {
      if (!qname.startsWith('xmlns')) return value;
      const inRoot = opened === 1;
      if (inRoot || (qname !== 'xmlns' && !names.contradicts(qname, value))) names.declare(qname, value);
      else if (qname !== 'xmlns' || changesDefault(value)) scoped = true;
      return value;
    },
    scoped: () => scoped,
  };
}
