import { randomUUID } from 'node:crypto';
import type { Facts } from './words.js';

/** What is known of a database that nothing has been stored in. */
export const newFacts = (): Facts => ({
  id: randomUUID(),
  pass: 0,
  edition: 0,
  editionName: '',
  published: false,
  made: {},
  filed: {},
  shown: {},
  retired: {},
  titles: {},
  firstUrl: null,
  lastPass: null,
  announced: {},
  troubles: {},
  lists: {},
});
