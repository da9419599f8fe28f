import path from 'node:path';
import type { Places } from '../operate/site.js';
import { shownLocation } from '../store/index.js';

/**
 * A message without the places that it names, for whoever may read `/healthz`: the database is
 * `data` and the site `public` wherever they are, and the configuration has no folder.
 */
export function withoutPlaces(message: string, { config, data, out }: Places): string {
  const names = [
    ...[data, path.resolve(data), shownLocation(data)].map((place) => [place, 'data'] as const),
    ...[out, path.resolve(out)].map((place) => [place, 'public'] as const),
    ...[path.dirname(config), path.resolve(path.dirname(config))].map(
      (place) => [`${place}${path.sep}`, ''] as const,
    ),
  ];
  // A longer place may begin with a shorter one. A plain name tells nothing, and may be part of a word.
  return names
    .filter(([place]) => path.normalize(place).replace(/\/$/, '').includes(path.sep))
    .toSorted(([a], [b]) => b.length - a.length)
    .reduce((text, [place, name]) => text.replaceAll(place, name), message);
}
