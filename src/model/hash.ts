import { createHash, hash } from 'node:crypto';

/** 72 bits of SHA-256 in 12 characters: a million texts collide with a probability of one in ten billion. */
export const shortHash = (text: string): string => hash('sha256', text, 'base64url').slice(0, 12);

/** 132 bits of SHA-256 in 22 characters, for fingerprints that must never be equal by chance. */
export const longHash = (content: string | Uint8Array): string =>
  hash('sha256', content, 'base64url').slice(0, 22);

/** The first digits of the SHA-256 of all parts in a row, hexadecimal: for names of files and addresses. */
export function hexHash(digits: number, ...parts: readonly (string | Uint8Array)[]): string {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part);
  return sum.digest('hex').slice(0, digits);
}
