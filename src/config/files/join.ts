import { closestWord } from '../grammar/did-you-mean.js';
import { show } from '../grammar/values.js';
import { type Document, faultsOf, placeIn } from '../json/document.js';
import type { JsonArray, JsonMember, JsonNode, JsonObject } from '../json/json.js';
import { type JsonPath, type Problem, showPath } from '../json/problem.js';
import type { Span } from '../json/select.js';

/** What the files of a configuration may hold together; all else stands in feeds.json alone. */
export const SHARED = ['sources', 'tags', 'groups', 'bundles'] as const;
type Shared = (typeof SHARED)[number];

/** feeds.json and its parts as one document that still knows where each thing stands. */
export interface Joined {
  /** Null where a file could not be read to its end. Offsets run through all files, one after the other. */
  readonly root: JsonNode | null;
  /** What is wrong with the files as JSON, with parts as parts, and with what two of them define. */
  readonly problems: readonly Problem[];
  placeOf(span: Span): Pick<Problem, 'file' | 'line' | 'column' | 'excerpt'>;
  /** A path as the file has it in which it stands: each part's sources begin at 0. */
  ownPath(path: JsonPath): JsonPath;
}

/** Joins parts to the main file, in their order: lists one after the other, objects member by member. */
export function join(main: Document, parts: readonly Document[]): Joined {
  const documents = laidOut([main, ...parts]);
  const placeOf: Joined['placeOf'] = ({ start, end }) => {
    const { document, base } = documentAt(documents, start);
    return placeIn(document, { start: start - base, end: end - base });
  };
  const broken = documents.flatMap(({ document }) => faultsOf(document));
  const roots = documents.flatMap(({ document: { json }, base }) =>
    json.root === null ? [] : [shifted(json.root, base)],
  );
  const [root, ...others] = roots;
  if (root === undefined || roots.length < documents.length)
    return { root: null, problems: broken, placeOf, ownPath: (path) => path };
  const joint = new Joint(root, placeOf);
  for (const other of others) joint.add(other);
  return { ...joint.joined(), problems: [...broken, ...joint.problems], placeOf };
}

interface LaidOut {
  readonly document: Document;
  /** Where its offsets begin among those of all. */
  readonly base: number;
}

function laidOut(documents: readonly Document[]): readonly LaidOut[] {
  let base = 0;
  return documents.map((document) => {
    const one = { document, base };
    base += document.text.length + 1; // an empty file has a place too
    return one;
  });
}

function documentAt(documents: readonly LaidOut[], offset: number): LaidOut {
  const found = documents.findLast(({ base }) => base <= offset);
  if (found === undefined) throw new TypeError('an offset is not below zero');
  return found;
}

/** A node as it stands further on. */
function shifted(node: JsonNode, by: number): JsonNode {
  if (by === 0) return node;
  const place = { start: node.start + by, end: node.end + by };
  if (node.kind === 'scalar') return { ...node, ...place };
  if (node.kind === 'array') return { ...node, ...place, items: node.items.map((item) => shifted(item, by)) };
  const members = new Map(
    [...node.members].map(([key, member]) => [
      key,
      { keyStart: member.keyStart + by, keyEnd: member.keyEnd + by, node: shifted(member.node, by) },
    ]),
  );
  return { ...node, ...place, members };
}

/** The joining at work: the main file's root with what its parts add. */
class Joint {
  readonly problems: Problem[] = [];
  readonly #root: JsonNode;
  readonly #placeOf: Joined['placeOf'];
  readonly #members = new Map<string, JsonMember>();
  /** Where the sources of each file begin in the joined list. */
  readonly #firstSources: number[] = [0];

  constructor(root: JsonNode, placeOf: Joined['placeOf']) {
    this.#root = root;
    this.#placeOf = placeOf;
    if (root.kind === 'object') for (const [key, member] of root.members) this.#members.set(key, member);
  }

  joined(): Pick<Joined, 'root' | 'ownPath'> {
    const firsts = this.#firstSources;
    return {
      root: this.#root.kind === 'object' ? { ...this.#root, members: this.#members } : this.#root,
      ownPath: (path) => {
        const [section, index, ...rest] = path;
        if (section !== 'sources' || typeof index !== 'number') return path;
        return [section, index - (firsts.findLast((first) => first <= index) ?? 0), ...rest];
      },
    };
  }

  add(part: JsonNode): void {
    if (part.kind !== 'object') {
      this.#say(part, [], `expected an object { … } with some of ${SHARED.join(', ')}`, null);
      return;
    }
    for (const [key, member] of part.members) {
      const shared = SHARED.find((name) => name === key);
      if (shared === undefined) this.#refuse(key, member);
      else this.#addSection(shared, member);
    }
  }

  #refuse(key: string, { keyStart, keyEnd }: JsonMember): void {
    const span = { start: keyStart, end: keyEnd };
    if (key === 'include') {
      this.#say(span, [key], 'a part includes no further files', 'name them in feeds.json');
      return;
    }
    const meant = closestWord(key, SHARED);
    const help = meant === null ? 'all else stands in feeds.json' : `did you mean ${show(meant)}?`;
    this.#say(span, [key], `${show(key)} is not for a part; it holds ${SHARED.join(', ')}`, help);
  }

  #addSection(section: Shared, member: JsonMember): void {
    const wanted = section === 'sources' ? 'array' : 'object';
    if (member.node.kind !== wanted) {
      const what = wanted === 'array' ? 'a list [ … ]' : 'an object { "name": … }';
      this.#say(member.node, [section], `expected ${what}`, null);
      return;
    }
    const known = this.#members.get(section);
    if (known === undefined) this.#members.set(section, member);
    else if (known.node.kind === 'array' && member.node.kind === 'array')
      this.#members.set(section, { ...known, node: this.#longer(known.node, member.node) });
    else if (known.node.kind === 'object' && member.node.kind === 'object')
      this.#members.set(section, { ...known, node: this.#larger(section, known.node, member.node) });
  }

  #longer(list: JsonArray, more: JsonArray): JsonArray {
    this.#firstSources.push(list.items.length);
    return { ...list, items: [...list.items, ...more.items] };
  }

  #larger(section: Shared, object: JsonObject, more: JsonObject): JsonObject {
    const members = new Map(object.members);
    for (const [key, member] of more.members) {
      const earlier = members.get(key);
      if (earlier === undefined) {
        members.set(key, member);
        continue;
      }
      const span = { start: member.keyStart, end: member.keyEnd };
      const { file, line, column } = this.#placeOf({ start: earlier.keyStart, end: earlier.keyEnd });
      const message = `${show(key)} is defined twice, first in ${file}:${line}:${column}`;
      this.#say(span, [section, key], message, 'only one of them would count; join them or rename one');
    }
    return { ...object, members };
  }

  #say(span: Span, path: JsonPath, message: string, help: string | null): void {
    this.problems.push({ severity: 'error', message, help, path: showPath(path), ...this.#placeOf(span) });
  }
}
