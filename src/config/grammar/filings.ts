import { z } from 'zod';
import type { HandFiling } from '../../model/filing.js';
import { identityKey, linkKey } from '../../model/identity.js';
import { slugify } from '../../model/slug.js';
import { type JsonNode, plainValue } from '../json/json.js';
import type { Finding } from '../json/locate.js';
import { select } from '../json/select.js';
import { type Checked, check } from './issues.js';
import { unknownAt } from './names.js';
import { show, text } from './values.js';

/** The grammar of filings.json. */
const filingsFile = z.array(
  z.strictObject({
    post: text('the id or the link of a post'),
    add: z.array(text('a tag')).prefault([]),
    drop: z.array(text('a tag')).prefault([]),
    note: text().optional(),
  }),
);

/**
 * Checks the filings of a file. Pure.
 * @param tags slugs by the names of tags; null where those can't be told, which is said of feeds.json
 */
export function checkFilings(
  root: JsonNode,
  tags: ReadonlyMap<string, string> | null,
): Checked<readonly HandFiling[]> {
  const checked = check(filingsFile, plainValue(root));
  const findings = [
    ...(checked.ok ? [] : checked.findings),
    ...(tags === null
      ? []
      : ['add', 'drop'].flatMap((list) => unknownAt(root, ['[]', list, '[]'], 'tag', tags))),
    ...filedTwice(root),
  ];
  if (!checked.ok || findings.length > 0) return { ok: false, findings };
  const slugs = (names: readonly string[]): readonly string[] => [
    ...new Set(names.map((name) => tags?.get(slugify(name)) ?? slugify(name))),
  ];
  const filings = checked.value.map(({ post, add, drop, note }) => ({
    post,
    add: slugs(add),
    drop: slugs(drop),
    note: note ?? null,
  }));
  const contrary = filings.flatMap(contraryTags);
  return contrary.length > 0 ? { ok: false, findings: contrary } : { ok: true, value: filings };
}

/** Each post once, however its id or link is written: of two filings only one would count. */
function filedTwice(root: JsonNode): readonly Finding[] {
  const first = new Map<string, number>();
  return select(root, ['[]', 'post']).flatMap(({ path, node }): readonly Finding[] => {
    if (node.kind !== 'scalar' || typeof node.value !== 'string') return [];
    const index = Number(path[0]);
    const keys = [identityKey(node.value), linkKey(node.value)];
    const other = keys.map((key) => first.get(key)).find((found) => found !== undefined);
    for (const key of keys) if (!first.has(key)) first.set(key, index);
    if (other === undefined) return [];
    const message = `${show(node.value)} is filed twice, first in [${other}]`;
    return [{ path, atKey: false, message, help: 'only one of them would count; join them' }];
  });
}

function contraryTags({ add, drop }: HandFiling, index: number): readonly Finding[] {
  if (add.length + drop.length === 0)
    return [{ path: [index], atKey: false, message: 'files nothing', help: 'write "add": ["a tag"]' }];
  return add
    .filter((slug) => drop.includes(slug))
    .map((slug) => ({
      path: [index, 'drop'],
      atKey: true,
      message: `${show(slug)} is in "add" too`,
      help: 'take it out of one of them',
    }));
}
