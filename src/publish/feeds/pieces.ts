/**
 * The `feed` package makes a tree of every feed and goes over all of it some times, which is most of what a
 * feed costs. What it writes of an entry's elements differs in their values only, so it writes them once for
 * an entry of places, and values are put there.
 */

/** Where a value will stand: as text, and as an address that no parser of addresses changes. */
export const PLACE = 'place:';

/** A date that is written as a place. */
export const PLACE_DATE: Date = Object.assign(new Date(0), {
  toISOString: () => PLACE,
  toUTCString: () => PLACE,
});

/** Writes a piece with these values, in the order of their places; they are escaped already. */
export type Fill = (...values: readonly string[]) => string;

/** What the package wrote of the children of the first `element`, under names that we give in their order. */
export function piecesOf<Name extends string>(
  xml: string,
  element: string,
  names: readonly Name[],
): Readonly<Record<Name, Fill>> {
  const start = xml.indexOf(`<${element}>`);
  const indent = `${xml.slice(xml.lastIndexOf('\n', start), start)}    <`;
  const within = xml.slice(start, xml.indexOf(`</${element}>`)).trimEnd();
  const pieces: string[] = [];
  for (const part of within.split(indent).slice(1)) {
    // The end tag of one that has children stands in a line of its own.
    if (part.startsWith('/')) pieces.push(`${pieces.pop()}${indent}${part}`);
    else pieces.push(indent + part);
  }
  if (pieces.length !== names.length) throw new TypeError(`${element} has other children than ${names}`);
  return Object.fromEntries(names.map((name, at) => [name, filling(pieces[at] ?? '')])) as Record<Name, Fill>;
}

function filling(piece: string): Fill {
  const [first = '', ...others] = piece.split(PLACE);
  return (...values) => {
    let text = first;
    for (let at = 0; at < others.length; at += 1) text += `${values[at] ?? ''}${others[at] ?? ''}`;
    return text;
  };
}

/** Computed when it is asked for, once. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
