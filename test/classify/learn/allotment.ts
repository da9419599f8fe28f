import type { Labelled } from '../../../src/classify/report/evaluate.js';
import { group, rules, subject, tag } from '../rules.js';

/** The rules of a made-up German community, with fewer words than its posts have. */
export const allotmentRules = rules(
  [
    tag('gemuese', { group: 'beet', match: ['Gemüse', 'Tomaten'] }),
    tag('tiere', { group: 'beet', match: ['Hühner'] }),
    tag('verein', { group: 'beet', match: ['Vorstand'] }),
    tag('bienen', { match: ['Imkerei'] }),
  ],
  { groups: [group('beet', { default: 'verein' })] },
);

const WORDS: Readonly<Record<string, readonly string[]>> = {
  gemuese: ['Tomaten', 'Zucchini', 'Aussaat', 'Kürbis', 'Mulch', 'Hochbeet'],
  tiere: ['Hühner', 'Igel', 'Nistkasten', 'Futterstelle', 'Kaninchen', 'Stall'],
  verein: ['Vorstand', 'Satzung', 'Pacht', 'Mitgliederversammlung', 'Wasseruhr', 'Kassenbericht'],
  bienen: ['Imkerei', 'Waben', 'Honigernte', 'Smoker', 'Schwarm', 'Königin'],
};
const FILLING = 'Heute war ein langer Tag im Garten und am Ende schien noch einmal die Sonne'.split(' ');

/** Fifty posts, the same each time: three words of their subject among others, every fifth about bees too. */
export function allotmentPosts(tagOf: (n: number) => string): readonly Labelled[] {
  return Array.from({ length: 50 }, (_, n) => {
    const about = ['gemuese', 'tiere', 'verein'][n % 3] ?? '';
    const bees = n % 5 === 0;
    const words = [0, 1, 2].map((k) => pick(WORDS[about], n + k * (1 + (n % 2))));
    const more = bees ? [pick(WORDS['bienen'], n / 5), pick(WORDS['bienen'], n / 5 + 1)] : [];
    const filling = FILLING.map((word, at) => ((at + n) % 3 === 0 ? word : '')).join(' ');
    return {
      subject: subject({ title: `Brief ${n}`, html: [filling, ...words, ...more].join(', ') }),
      tags: [tagOf(n), ...(bees ? ['bienen'] : [])],
    };
  });
}

export const subjectOfPost = (n: number): string => ['gemuese', 'tiere', 'verein'][n % 3] ?? '';

const pick = (words: readonly string[] | undefined, n: number): string => words?.[n % words.length] ?? '';
