import { slugify } from '../../model/slug.js';
import type { TermSpec } from '../config.js';
import type { JsonNode } from '../json/json.js';
import type { Finding } from '../json/locate.js';
import { type FoundText, selectText } from '../json/select.js';
import { circles, type Step } from './circles.js';
import { type Names, unknown } from './names.js';
import { tagNamedBy } from './term.js';
import { termTexts } from './terms.js';

/*
 * Terms for other tags, `tag:wasm`: they hold where a post has that tag, so what a tag asks has to be
 * decided before the tag itself.
 */

/** What is wrong with the terms for other tags; `tags` has to be readable. */
export function badTagTerms(root: JsonNode, names: Names): readonly Finding[] {
  const terms = tagTerms(root);
  if (terms.length === 0) return [];
  return [...unknown(terms, 'tag', names.tags), ...ignoredTags(terms), ...tagCircles(root, terms, names)];
}

/** The terms for other tags, by the names that they have. */
export const tagTerms = (root: JsonNode): readonly FoundText[] =>
  termTexts(root).flatMap(({ path, text }) => {
    const name = tagNamedBy(text);
    return name === null || slugify(name) === '' ? [] : [{ path, text: name }];
  });

const ignoredTags = (terms: readonly FoundText[]): readonly Finding[] =>
  terms
    .filter(({ path }) => path[0] === 'tags' && path[2] === 'ignore')
    .map(({ path }) => ({
      path,
      atKey: false,
      message: 'a tag is no text, so nothing of a post can be left out for it',
      help: 'did you mean "except"?',
    }));

/**
 * Tags that ask for each other in a circle. The tags of a group are decided together, so what one of them
 * asks they all wait for.
 */
function tagCircles(root: JsonNode, terms: readonly FoundText[], names: Names): readonly Finding[] {
  const groups = groupsOf(root);
  const findings: Finding[] = [];
  const steps = new Map<string, Step[]>();
  for (const { path, text } of terms) {
    const to = names.tags.get(slugify(text));
    if (path[0] !== 'tags' || to === undefined) continue;
    const from = slugify(String(path[1]));
    const [group, other] = [groups.get(from), groups.get(to)];
    if (from === to) {
      findings.push({ path, atKey: false, message: `${from} asks for itself`, help: 'take the term out' });
      continue;
    }
    if (group !== undefined && group === other) {
      const message = `${from} and ${to} compete in the group ${group}, so neither can ask for the other`;
      findings.push({ path, atKey: false, message, help: null });
      continue;
    }
    const here = group === undefined ? from : GROUP + group;
    const there = other === undefined ? to : GROUP + other;
    const known = steps.get(here);
    if (known === undefined) steps.set(here, [{ path, to: there }]);
    else known.push({ path, to: there });
  }
  for (const { path, names: all } of circles(steps)) {
    const message = `tags ask for each other in a circle: ${all.join(' → ')}`;
    const help = all.some((name) => name.startsWith(GROUP))
      ? 'the tags of a group are decided together'
      : null;
    findings.push({ path, atKey: false, message, help });
  }
  return findings;
}

/** Before the name of a group among those of tags; no slug has a space. */
const GROUP = 'group ';

/** The groups of tags, by their slugs. */
const groupsOf = (root: JsonNode): ReadonlyMap<string, string> =>
  new Map(
    selectText(root, ['tags', '*', 'group']).map(({ path, text }) => [
      slugify(String(path[1])),
      slugify(text),
    ]),
  );

/** The term with the slugs of other tags in place of their names; the very same where it names none. */
export function withSlugs(spec: TermSpec, slugOf: (name: string) => string): TermSpec {
  if (typeof spec === 'string') {
    const name = tagNamedBy(spec);
    return name === null ? spec : `tag:${slugOf(name)}`;
  }
  const parts = (['any', 'all', 'not'] as const).flatMap((key) => {
    const before = spec[key];
    const after = before?.map((part) => withSlugs(part, slugOf));
    return after === undefined || after.every((part, n) => part === before?.[n])
      ? []
      : [[key, after] as const];
  });
  return parts.length === 0 ? spec : { ...spec, ...Object.fromEntries(parts) };
}
