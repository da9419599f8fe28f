import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder of its own for a test, with a feeds.json if `text` is given; gone when the test is over. */
export function configFolder(text?: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (text !== undefined) writeFileSync(path.join(folder, 'feeds.json'), text);
  return folder;
}

export const fileIn = (folder: string, name = 'feeds.json'): string =>
  readFileSync(path.join(folder, name), 'utf8');
