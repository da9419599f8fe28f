import { z } from 'zod';
import { compareText } from '../../model/compare-text.js';
import { slugify } from '../../model/slug.js';
import { figure } from '../../model/words.js';
import type { LearnedTerm } from '../config.js';
import { type JsonNode, plainValue } from '../json/json.js';
import type { Finding } from '../json/locate.js';
import type { JsonPath } from '../json/problem.js';
import { select } from '../json/select.js';
import { didYouMean } from './did-you-mean.js';
import { type Checked, check } from './issues.js';
import { parseTerm } from './term.js';
import { number, show } from './values.js';

/** The grammar of a lexicon: term → tag → weight. */
const lexiconFile = z.record(z.string(), z.record(z.string(), number(-1000, 1000)));

/**
 * Checks the words of a lexicon, and sorts them. Pure.
 * @param tags slugs by the names of tags; null where those can't be told, which is said of feeds.json
 */
export function checkLexicon(
  root: JsonNode,
  tags: ReadonlyMap<string, string> | null,
): Checked<readonly LearnedTerm[]> {
  const checked = check(lexiconFile, plainValue(root));
  const findings = [
    ...(checked.ok ? [] : checked.findings),
    ...badWords(root),
    ...(tags === null ? [] : unknownTags(root, tags)),
  ];
  if (!checked.ok || findings.length > 0) return { ok: false, findings };
  const lexicon = Object.entries(checked.value).map(
    ([term, weights]): LearnedTerm => ({
      term,
      weights: Object.entries(weights)
        .map(([name, weight]) => ({ tag: tags?.get(slugify(name)) ?? slugify(name), weight }))
        .sort((a, b) => compareText(a.tag, b.tag)),
    }),
  );
  return { ok: true, value: lexicon.sort((a, b) => compareText(a.term, b.term)) };
}

function badWords(root: JsonNode): readonly Finding[] {
  return select(root, ['*']).flatMap(({ path }): readonly Finding[] => {
    const parsed = parseTerm(String(path[0]));
    if (!parsed.ok) return [{ path, atKey: true, message: parsed.message, help: parsed.help }];
    if (parsed.term.kind === 'phrase') return [];
    return [{ path, atKey: true, message: 'a lexicon has words only', help: 'write it in the tag’s rules' }];
  });
}

/** Each once: of a tag that is gone, or has another name, a hundred words speak. */
function unknownTags(root: JsonNode, tags: ReadonlyMap<string, string>): readonly Finding[] {
  const placesOf = new Map<string, JsonPath[]>();
  for (const { path } of select(root, ['*', '*'])) {
    const name = String(path[1]);
    if (tags.has(slugify(name))) continue;
    const places = placesOf.get(name);
    if (places === undefined) placesOf.set(name, [path]);
    else places.push(path);
  }
  return [...placesOf].map(([name, places]) => ({
    path: places[0] ?? [],
    atKey: true,
    message: `unknown tag ${show(name)}${places.length === 1 ? '' : `, in ${figure(places.length)} words`}`,
    help: didYouMean(name, tags.keys()) ?? 'take it out, or have tagwire learn write the file anew',
  }));
}
