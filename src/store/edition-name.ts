import { randomBytes } from 'node:crypto';
import type { Facts } from './words.js';

/**
 * A name for the edition with this number, `12-…`: never that of another, also where a copy of the database
 * counts on from the same backup.
 */
export const newName = (n: number): string => `${n}-${randomBytes(9).toString('base64url')}`;

/** The number of an edition, by its name. */
export const numberOf = (name: string): number => Number.parseInt(name, 10);

/** What the last edition is called; null where there is none yet, or an earlier program has made it. */
export const nameOf = ({ edition, editionName }: Pick<Facts, 'edition' | 'editionName'>): string | null =>
  editionName.startsWith(`${edition}-`) ? editionName : null;
