import { atom } from './atom.js';
import type { FeedFormat } from './format.js';
import { json } from './json.js';
import { rss } from './rss.js';

/** Everything that feeds are published as, in the order in which pages offer them. */
export const FORMATS: readonly FeedFormat[] = [atom, rss, json];

/**
 * The format that pages recommend, that archives are published in (RFC 5005 is about Atom) and whose address
 * is a feed's id. A site that exists can't change it: subscribers would see other feeds.
 */
export const MAIN_FORMAT: FeedFormat = atom;
