import { expect, test } from 'vitest';
import { sharedWords } from '../../../src/classify/report/shared-words.js';
import { rules, subject, tag } from '../rules.js';

const post = (title: string, isTagged: boolean) => ({ subject: subject({ title }), isTagged });
const posts = [
  ...Array.from({ length: 8 }, (_, n) => post(`we write about a type theory gadget, part ${n}`, false)),
  ...Array.from({ length: 30 }, (_, n) => post(`we write about the web and servers, part ${n}`, true)),
];
const set = rules([tag('x', { match: ['gadg*', { any: ['nothing', { all: ['theory'] }] }] })]);
const words = (limit: number) =>
  sharedWords(
    set,
    async function* () {
      yield* posts;
    },
    limit,
  );

test('the words that tell posts without a tag from the rest, but for those that a rule has', async () => {
  const terms = (await words(100)).map(({ term }) => term);
  expect(terms).toEqual(expect.arrayContaining(['type', 'type theory', 'theory gadget']));
  for (const known of ['theory', 'gadget', 'we', 'about']) expect(terms).not.toContain(known);
});

test('each with how many have it, and what the first are called', async () => {
  const found = (await words(100)).find(({ term }) => term === 'type theory');
  expect(found).toEqual({
    term: 'type theory',
    untagged: 8,
    tagged: 0,
    titles: ['we write about a type theory gadget, part 0', 'we write about a type theory gadget, part 1'],
  });
  expect(await words(1)).toHaveLength(1);
});
