import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from '../../files/error-code.js';
import { LIST_FILE, readList } from './marker.js';

/** Whether tagwire has published posts in the folder `dir`: its feed of everything has some. */
export async function hasPublishedPosts(dir: string): Promise<boolean> {
  const list = await textOf(path.join(dir, LIST_FILE));
  if (list === null || readList(list) === null) return false;
  const feed = await textOf(path.join(dir, 'feed.json'));
  return feed !== null && /"items": \[\s*\{/.test(feed);
}

/** Null where it can't be read: whoever writes there will say why. */
async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === null) throw error;
    return null;
  }
}
