import { createHash } from 'node:crypto';

/** 72 bits of SHA-256 in 12 characters: a million texts collide with a probability of one in ten billion. */
export const shortHash = (text: string): string => digest(text).slice(0, 12);

/** 132 bits of SHA-256 in 22 characters, for fingerprints that must never be equal by chance. */
export const longHash = (text: string): string => digest(text).slice(0, 22);

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
