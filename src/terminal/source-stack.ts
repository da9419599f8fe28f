import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import path from 'node:path';
import { installed } from '../installed.js';

/** Of the built program; where src/ itself runs nothing lies in it. */
const BUILT = installed('dist/');

/**
 * The stack of an error with places in `src/`, by the maps that the build leaves beside the program: they are
 * read for a stack that is shown, and for no other.
 */
export function sourceStack(error: Error): string {
  const maps = new Map<string, SourceMap | null>();
  const lines = (error.stack ?? error.message).split('\n');
  return lines.map((line) => withSourcePlace(line, maps)).join('\n');
}

function withSourcePlace(line: string, maps: Map<string, SourceMap | null>): string {
  const start = line.indexOf(BUILT);
  if (start < 0) return line;
  const [place, file = '', row, column] =
    /^([\w-]+\.js):(\d+):(\d+)/.exec(line.slice(start + BUILT.length)) ?? [];
  if (place === undefined) return line;
  const map = maps.get(file) ?? readMap(file);
  maps.set(file, map);
  const entry = map?.findEntry(Number(row) - 1, Number(column) - 1);
  if (entry === undefined || !('originalSource' in entry)) return line;
  const source = path.normalize(path.join(BUILT, entry.originalSource));
  const after = line.slice(start + BUILT.length + place.length);
  return `${line.slice(0, start)}${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}${after}`;
}

function readMap(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${BUILT}${file}.map`, 'utf8')) as SourceMapPayload);
  } catch {
    return null;
  }
}
