import RssParser from 'rss-parser';
import { hasInlineMarkup } from './leaves.js';
import { mend } from './mend.js';
import { changesDefault, contradictsItself, type Dialect, type Names, namesFor } from './names.js';
import { children, type XmlNode } from './node.js';
import { hasDeclaration, weightOf } from './weight.js';

/** A document as a tree of canonical names. */
export interface XmlDocument {
  readonly root: XmlNode;
  /** It was malformed, and is read as its author must have meant it. */
  readonly repaired: boolean;
  /** It ends within an entry, which is left out. */
  readonly cut: boolean;
}

/**
 * Reads XML with rss-parser: as it stands where that is enough, else rewritten once by `mend()`, which
 * escapes markup inside text (the reader does not keep its order), applies namespaces in their scopes, and
 * closes what is open.
 * @param body the document without its prolog
 * @param dialect which format's elements stand without a prefix
 */
export async function readXml(
  body: string,
  dialect: Dialect,
): Promise<XmlDocument | 'unreadable' | 'too-large'> {
  const weight = weightOf(body);
  if (weight === 'too-large') return 'too-large';
  const isCostly = weight === 'bulky' || hasDeclaration(body);
  const first: Reading = isCostly ? { kind: 'untried' } : await read(body, dialect);
  if (first.kind === 'tree' && !hasInlineMarkup(first.root))
    return { root: first.root, repaired: false, cut: false };
  if (first.kind === 'too-large') return 'too-large';
  const { xml, malformed, cut } = mend(body, dialect, first.kind === 'malformed' || first.kind === 'untried');
  const second = await read(xml, dialect);
  if (second.kind !== 'tree') return second.kind === 'too-large' ? 'too-large' : 'unreadable';
  // The reader is stricter about what is well-formed, but does not come to the end of every document.
  return {
    root: second.root,
    repaired: first.kind === 'malformed' || (first.kind !== 'tree' && malformed),
    cut,
  };
}

type Reading =
  | { readonly kind: 'tree'; readonly root: XmlNode }
  | { readonly kind: 'malformed' }
  /** More elements and attributes than a tree should be made of. */
  | { readonly kind: 'too-large' }
  /** It would cost too much memory or time as it stands. */
  | { readonly kind: 'untried' }
  /** Namespaces are declared anew inside, and the reader does not tell where their scopes end. */
  | { readonly kind: 'scoped' };

/**
 * rss-parser makes feeds of its own out of what it reads, and trips over real ones: a bad Atom date discards
 * the whole feed, a link without attributes throws, making a snippet of a long description takes seconds. So
 * the document is wrapped in a `feed` of which it is the only child, under a name that rss-parser does not
 * know, and is taken back whole through `customFields`. One parser a document: after an error it misbehaves.
 */
async function read(body: string, dialect: Dialect): Promise<Reading> {
  const parser = new RssParser<{ document?: readonly XmlNode[] }>({
    customFields: { feed: [DOCUMENT_FIELD] as never },
    xml2js: canonicalNames(namesFor(dialect), ROOT.exec(body)?.[1] ?? ''),
  });
  try {
    const { document } = await parser.parseString(`<feed>${body}</feed>`);
    const [root] = children({ document }, 'document');
    return root === undefined ? { kind: 'malformed' } : { kind: 'tree', root };
  } catch (error) {
    return { kind: error instanceof Stopped ? error.kind : 'malformed' };
  }
}

/** The name of a document's root. */
const ROOT = /^<([^\s/>]+)/;

const DOCUMENT_FIELD = ['document', 'document', { keepArray: true }];

/** Thrown out of the reader's hooks: to read on would be in vain. */
class Stopped extends Error {
  constructor(readonly kind: 'scoped' | 'too-large') {
    super(kind);
  }
}

/**
 * Each element costs the reader about half a kilobyte: 12 MB of `<a>` would take 2 GB. The 10,000 posts that
 * fit into as much have 25 elements and attributes each.
 */
const MOST_NODES = 400_000;

/**
 * The reader's hooks, which make names canonical. Of each element it calls them for the attributes, value
 * before name, then for the tag.
 */
function canonicalNames(names: Names, root: string) {
  let opened = 0;
  let nodes = 0;
  const count = (): void => {
    nodes += 1;
    if (nodes > MOST_NODES) throw new Stopped('too-large');
  };
  const element = (qname: string): string => {
    opened += 1;
    count();
    if (opened === 1) return qname; // the wrapper
    return opened === 2 ? 'document' : names.element(qname);
  };
  const declaration = (uri: string, qname: string): string => {
    count();
    if (!qname.startsWith('xmlns')) return uri;
    const inRoot = opened === 1;
    if (inRoot && contradictsItself(root, qname, uri)) return uri;
    if (inRoot || (qname !== 'xmlns' && !names.contradicts(qname, uri))) names.declare(qname, uri);
    else if (qname !== 'xmlns' || changesDefault(uri)) throw new Stopped('scoped');
    return uri;
  };
  return {
    tagNameProcessors: [element],
    attrNameProcessors: [(qname: string) => names.attribute(qname)],
    attrValueProcessors: [declaration],
  };
}
