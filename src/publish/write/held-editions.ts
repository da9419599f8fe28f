import type { Changes } from '../../store/store.js';

/*
 * A database that is put back from a backup is at an edition that public/ has held before. What public/ has
 * rendered since, it remembers: that alone has to be rendered again, beside what the database itself changes.
 *
 * The parts of a site by their names: `sources/KEY`, `tags/ffi`, a document of it `tags/ffi/3`, all of them
 * `tags/ffi/*`.
 */

/** An edition that a folder has held. */
export interface HeldEdition {
  readonly name: string;
  /** What was rendered when it came; none of the oldest, whose predecessor is not remembered. */
  readonly parts: readonly string[];
}

/** What is remembered is written with each edition: years of passes must not add up. */
const MOST_BYTES = 100_000;

/** Stands for all documents of a stream. */
const ALL = '*';

/**
 * The parts that these changes name.
 * @param others names of streams that are no more: of what they had nothing may be left, and where an earlier
 *   database has them all of it is to be rendered
 */
export function partsOf(
  { streams, sources }: Pick<Changes, 'streams' | 'sources'>,
  others: readonly string[] = [],
): readonly string[] {
  const names = [
    ...[...sources].map((key) => `sources/${key}`),
    ...[...streams].flatMap(([name, docs]) => [name, ...[...(docs ?? [ALL])].map((n) => `${name}/${n}`)]),
    ...others.map((name) => `${name}/${ALL}`),
  ];
  return [...new Set(names)];
}

/** Changes, and these parts besides. */
export function withParts(changes: Changes, parts: Iterable<string>): Changes {
  const sources = new Set(changes.sources);
  const streams = new Map(
    [...changes.streams].map(([name, docs]) => [name, docs === null ? null : new Set(docs)]),
  );
  for (const part of parts) {
    const [folder = '', second, third] = part.split('/');
    if (folder === 'sources' && second !== undefined) {
      sources.add(second);
      continue;
    }
    const [name, doc] = folder === 'site' ? [folder, second] : [`${folder}/${second}`, third];
    const docs = streams.get(name);
    if (doc === ALL) streams.set(name, null);
    else if (docs === undefined) streams.set(name, new Set(doc === undefined ? [] : [Number(doc)]));
    else if (doc !== undefined) docs?.add(Number(doc));
  }
  return { ...changes, streams, sources };
}

/** What a folder has rendered since it held this edition. */
export const renderedSince = (held: readonly HeldEdition[], name: string): readonly string[] =>
  held
    .slice(
      0,
      held.findIndex((one) => one.name === name),
    )
    .flatMap(({ parts }) => parts);

/**
 * The editions that a folder has held once it holds another one: each part stands with the newest that it was
 * rendered for. The oldest are forgotten, so that all of it has a few hundred kilobytes at most.
 * @param parts what was rendered for it
 */
export function holding(
  before: readonly HeldEdition[],
  name: string,
  parts: readonly string[],
): readonly HeldEdition[] {
  const [last, ...earlier] = before;
  const isLast = last?.name === name;
  const now = new Set(isLast ? [...last.parts, ...parts] : parts);
  const all = [
    { name, parts: [...now] },
    ...(isLast ? earlier : before).map((one) => ({
      name: one.name,
      parts: one.parts.filter((part) => !now.has(part)),
    })),
  ];
  const held: HeldEdition[] = [];
  let bytes = 0;
  for (const one of all) {
    if (bytes > MOST_BYTES) break;
    held.push(one);
    bytes += [one.name, ...one.parts].reduce((sum, word) => sum + word.length + 1, 0);
  }
  return held.map((one, at) => (at < held.length - 1 ? one : { name: one.name, parts: [] }));
}
