import { parseConfig } from '../../../src/config/read.js';
import { problemLines } from '../../../src/terminal/problems.js';

/** A whole feeds.json in four lines with `rest`, if any, as its fifth: `"groups": {…}`. */
export function feedsJson(rest = '', parts: { site?: string; sources?: string; tags?: string } = {}): string {
  const site = parts.site ?? '{ "title": "Planet", "url": "https://planet.example/" }';
  return `{
"site": ${site},
"sources": ${parts.sources ?? '[]'},
"tags": ${parts.tags ?? '{}'}${rest === '' ? '' : `,\n${rest}`}
}
`;
}

/** The problems of a text as `check` prints them to a pipe; empty where there are none. */
export function problemsOf(text: string): readonly string[] {
  const parsed = parseConfig(text, 'feeds.json');
  return parsed.ok ? [] : problemLines(parsed.problems).trimEnd().split('\n');
}
