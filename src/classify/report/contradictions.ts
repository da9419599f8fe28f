import type { Term } from '../../config/grammar/term.js';
import { show } from '../../config/grammar/values.js';
import type { Finding } from '../../config/json/locate.js';
import type { CheckedConfig } from '../../config/read.js';
import { termKey } from '../rules/leaf.js';
import { checkedTerm } from '../rules/rules.js';
import { covers } from './shadow.js';

/** The lists that take away what is found, and how. */
const TAKEN = [
  ['except', 'keeps the tag away'],
  ['ignore', 'is not looked at'],
] as const;

interface Taking {
  readonly list: (typeof TAKEN)[number][0];
  readonly how: string;
  readonly term: Term;
}

/** Terms of a tag that can never give it a point, because what finds them is taken away by the same tag. */
export function contradictions({ config, tagKeys }: CheckedConfig): readonly Finding[] {
  return config.tags.flatMap((tag) => {
    const plurals = tag.plurals ?? config.classify.plurals;
    const taking = TAKEN.flatMap(([list, how]) =>
      tag[list].map((spec): Taking => ({ list, how, term: checkedTerm(spec) })),
    );
    if (taking.length === 0) return [];
    return (['match', 'hint'] as const).flatMap((list) =>
      tag[list].map(checkedTerm).flatMap((term, index): readonly Finding[] => {
        const by = taking.find((other) => takes(other.term, term, plurals));
        if (by === undefined) return [];
        const path = ['tags', tagKeys.get(tag.slug) ?? tag.slug, list, index];
        const message = `${show(term.spec)} never gives a point: ${show(by.term.spec)} in ${show(by.list)} ${by.how}`;
        return [{ path, atKey: false, message, help: 'take one of them out' }];
      }),
    );
  });
}

/** Whether one term is found wherever the other is. */
const takes = (wide: Term, narrow: Term, plurals: boolean): boolean =>
  termKey(wide, plurals) === termKey(narrow, plurals) ||
  (wide.kind === 'phrase' && narrow.kind === 'phrase' && covers(wide, narrow, true));
