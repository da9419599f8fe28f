import { FORMATS } from '../../src/publish/feeds/formats.js';

/** The files of these feeds, sorted: of `feed` the files `feed.atom`, `feed.json`, `feed.rss`. */
export const inEveryFormat = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => FORMATS.map(({ extension }) => `${name}.${extension}`)).sort();
