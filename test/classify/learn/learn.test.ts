import { describe, expect, test } from 'vitest';
import { compileRules, NO_SOURCE } from '../../../src/classify/index.js';
import { evaluateInFolds, helps, learn } from '../../../src/classify/learn/learn.js';
import { lexiconText } from '../../../src/classify/learn/lexicon-text.js';
import { learnableTerms } from '../../../src/classify/learn/words.js';
import { subject } from '../rules.js';
import { allotmentPosts, allotmentRules, subjectOfPost } from './allotment.js';

describe('what can be learned of a post', () => {
  test('is words as rules count them, and where the post is from', () => {
    const terms = learnableTerms(
      subject({
        title: 'Über Bienen',
        html: `Honig ${'x'.repeat(300)} Waben Imker Imker Imker 2024`,
        url: 'https://www.garten.example/a',
        authors: ['Ann Lee'],
        source: 'Das Beet',
        categories: ['Natur: Tiere'],
      }),
      1.5,
    );
    const counts = new Map([...terms.values()].map(({ form, count }) => [form, count]));
    const some = ['uber', 'honig', 'waben', 'imker', '2024'];
    expect(some.map((word) => counts.get(word))).toEqual([1.5, 1, 0.5, 1, undefined]);
    expect([...counts.keys()].filter((term) => term.includes(':'))).toEqual([
      'host:garten.example',
      'url:https',
      'url:www',
      'url:garten',
      'url:example',
      'url:a',
      'category:natur tiere',
      'author:ann lee',
      'source:das beet',
    ]);
  });

  test('is no host without a word, which no rule could name', () => {
    for (const url of ['http://_/x', 'http://-/x', 'http://192.0.2.1/x'])
      expect([...learnableTerms(subject({ url }), 1.5).keys()]).toEqual(['url:https', 'url:x']);
  });

  test('is one word in singular and plural', () => {
    const far = 'x'.repeat(300);
    const terms = learnableTerms(
      subject({ title: 'Crates', html: `${far} crate library libraries library` }),
      1.5,
    );
    expect([...terms.values()].filter(({ form }) => form !== far)).toEqual([
      { form: 'crates', count: 1.5 },
      { form: 'library', count: 1 },
    ]);
  });
});

describe('fifty posts of a community that nobody has tuned anything to', () => {
  const posts = allotmentPosts(subjectOfPost);
  const learned = learn(allotmentRules, posts);

  test('teach words that help with posts which were not learned from', () => {
    expect(helps(learned)).toBe(true);
    expect(learned.after.micro.f1).toBeGreaterThan(learned.before.micro.f1 + 0.2);
  });

  test('as a list to read, in halves, each word for the tags that it speaks for and against', () => {
    const weightsOf = (term: string) => learned.lexicon.find((one) => one.term === term)?.weights ?? [];
    const speaksFor = (term: string) => weightsOf(term).toSorted((a, b) => b.weight - a.weight)[0]?.tag;
    expect(['hochbeet', 'igel', 'honigernte'].map(speaksFor)).toEqual(['gemuese', 'tiere', 'bienen']);
    expect(weightsOf('igel').find(({ tag }) => tag === 'gemuese')?.weight).toBeLessThan(0);
    const weights = learned.lexicon.flatMap((one) => one.weights.map(({ weight }) => weight));
    expect(weights.filter((one) => one === 0 || one % 0.5 !== 0)).toEqual([]);
    expect(learned.lexicon.map(({ term }) => term)).toEqual(
      learned.lexicon.map(({ term }) => term).toSorted(),
    );
    expect(JSON.parse(lexiconText(learned.lexicon))).toMatchObject({
      hochbeet: { gemuese: expect.any(Number) },
    });
  });

  test('by their texts, where titles count nothing', () => {
    const rules = { ...allotmentRules, classify: { ...allotmentRules.classify, title: 0 } };
    const titled = posts.map((post, n) => ({
      ...post,
      subject: { ...post.subject, title: `${'abcdefghij'.charAt(n % 10)}brief` },
    }));
    const { lexicon, after } = learn(rules, titled);
    expect(lexicon.filter(({ weights }) => !weights.every(({ weight }) => Number.isFinite(weight)))).toEqual(
      [],
    );
    expect(after.micro.f1).toBeGreaterThan(learned.before.micro.f1);
  });

  test('the same each time', () => {
    expect(lexiconText(learn(allotmentRules, posts).lexicon)).toBe(lexiconText(learned.lexicon));
  });

  test('and rules with them say which word was learned', () => {
    const told = compileRules({ ...allotmentRules, lexicon: learned.lexicon }).explain(
      subject({ html: 'Aussaat im Hochbeet' }),
      NO_SOURCE,
    );
    expect(told.filing.tags).toEqual(['gemuese']);
    expect(told.tags[0]?.terms).toContainEqual(
      expect.objectContaining({ list: 'learned', term: 'hochbeet' }),
    );
  });

  test('each part is scored by what the others teach', () => {
    expect(evaluateInFolds(allotmentRules, posts, 5)).toEqual(learned.after);
    const known = compileRules({ ...allotmentRules, lexicon: learned.lexicon });
    const right = posts.filter(({ subject: post, tags }) =>
      known.classify(post, NO_SOURCE).tags.some((slug) => tags.includes(slug)),
    );
    expect(right.length).toBeGreaterThan(45);
  });
});

describe('posts that were filed by lot', () => {
  const lot = (n: number): string =>
    ['gemuese', 'tiere', 'verein'][Math.floor(Math.abs(Math.sin(n + 1)) * 1000) % 3] ?? '';
  const posts = allotmentPosts(lot);

  test('teach nothing, and it says so', () => {
    expect(helps(learn(allotmentRules, posts))).toBe(false);
  });

  test('nor do copies of them, which are known by heart where one of two is learned from', () => {
    expect(
      helps(
        learn(
          allotmentRules,
          posts.flatMap((post) => [post, post]),
        ),
      ),
    ).toBe(false);
  });
});
