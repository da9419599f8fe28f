// How fast entries are filed: 5,000 terms in 250 tags over entries of 3,000 characters, on one core.
// The text is random but has the shape of English: word lengths and a Zipf distribution of word frequencies; terms are
// words, phrases, prefixes and cased words of the same vocabulary, so that they are found as often as real ones.
import { performance } from 'node:perf_hooks';
import { compileRules, NO_SOURCE } from '../src/classify/index.ts';

const TERMS = 5000;
const TAGS = 250;
const ENTRIES = 2000;
const CHARACTERS = 3000;
const SECONDS = 3;
const RARE = 2000;

/** mulberry32: the same numbers in every run. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const next = random(1);
const pick = (list) => list[Math.floor(next() * list.length)];
const SYLLABLES =
  'ba co de fi gu ha in jo ka le mo nu or pa qui re st ta un ver wi ex yo za tion ing er al'.split(' ');
const makeWord = () => Array.from({ length: 1 + Math.floor(next() * 5) }, () => pick(SYLLABLES)).join('');
const vocabulary = [...new Set(Array.from({ length: 120_000 }, makeWord))];
/** The nth word is met about 1/n as often as the first. */
const zipf = () => vocabulary[Math.floor(vocabulary.length ** next()) - 1] ?? vocabulary[0];

function text(length) {
  let out = '';
  while (out.length < length) out += `${zipf()}${next() < 0.08 ? ', ' : next() < 0.01 ? ' — ' : ' '}`;
  return out.slice(0, length);
}

function term() {
  // Names of things are rarer than the words around them: an entry has about five tags.
  const rare = () => {
    for (;;) {
      const word = vocabulary[RARE + Math.floor(next() * (vocabulary.length - RARE))];
      if (word.length >= 5) return word;
    }
  };
  const kind = next();
  if (kind < 0.5) return rare();
  if (kind < 0.8) return `${rare()} ${zipf()}`;
  if (kind < 0.9) return `${rare()}*`;
  if (kind < 0.95) return `title:${rare()}`;
  return `case:${rare()}`;
}

const tags = Array.from({ length: TAGS }, (_, n) => ({
  slug: `tag-${n}`,
  title: `Tag ${n}`,
  description: '',
  group: n < 16 ? 'category' : null,
  match: Array.from({ length: (TERMS / TAGS) * 0.7 }, term),
  hint: Array.from({ length: (TERMS / TAGS) * 0.2 }, term),
  against: Array.from({ length: (TERMS / TAGS) * 0.1 }, term),
  except: [],
  ignore: [],
  implies: [],
  aliases: [],
  plurals: null,
  min: null,
  tests: [],
}));
// Words that are learned are met more often than those that a person writes: the best 150 of each tag of the group.
const lexicon = Array.from({ length: 1000 }, (_, n) => ({
  term: vocabulary[60 + 2 * n],
  weights: [0, 1, ...(next() < 0.4 ? [2] : [])].map((k) => ({
    tag: `tag-${(n + 5 * k) % 16}`,
    weight: Math.ceil(next() * 8 - 4) / 2 || 0.5,
  })),
}));
const rules = {
  tags,
  groups: [{ slug: 'category', title: 'Categories', max: 2, keep: 0.8, default: 'tag-0' }],
  only: [vocabulary[20]],
  lexicon: [],
  classify: { min: 1, title: 1.5, plurals: false },
};

const paragraphs = (plain) =>
  plain
    .replace(/, /g, (comma) =>
      next() < 0.2 ? '</p>\n<p class="x">' : next() < 0.3 ? ', <a href="https://example.org/">' : comma,
    )
    .replace(/(<a [^>]+>)(\S+)/g, '$1$2</a>');
const subject = (html) => ({
  title: text(50),
  html,
  summary: null,
  categories: [],
  url: 'https://example.org/post',
  authors: ['Ann'],
  source: 'Blog',
});
const plain = Array.from({ length: ENTRIES }, () => text(CHARACTERS));
const subjects = {
  'plain text': plain.map(subject),
  HTML: plain.map((one) => subject(`<p>${paragraphs(one)}</p>`)),
};

globalThis.gc?.();
const before = process.memoryUsage();
const start = performance.now();
const bare = compileRules(rules);
bare.classify(subjects['plain text'][0], NO_SOURCE);
const startUp = performance.now() - start;
globalThis.gc?.();
const used = process.memoryUsage();
const megabytes = (used.heapUsed + used.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6;
console.log(
  `${TERMS} terms in ${TAGS} tags: ready in ${startUp.toFixed(0)} ms, ${megabytes.toFixed(1)} MB${globalThis.gc ? '' : ' (node --expose-gc for a true figure)'}`,
);

const withLexicon = compileRules({ ...rules, lexicon });
for (const [name, entries, classifier] of [
  ...Object.entries(subjects).map((one) => [...one, bare]),
  ['plain text, with a lexicon', subjects['plain text'], withLexicon],
]) {
  let filed = 0;
  let done = 0;
  for (const entry of entries) classifier.classify(entry, NO_SOURCE);
  const begun = performance.now();
  const cpu = process.cpuUsage();
  while (performance.now() - begun < SECONDS * 1000) {
    for (const entry of entries) filed += classifier.classify(entry, NO_SOURCE).tags.length;
    done += entries.length;
  }
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (user + system) / 1e6;
  console.log(
    `${name}: ${Math.round(done / seconds).toLocaleString('en')} entries of ${CHARACTERS} characters a CPU second (${((performance.now() - begun) / 1000).toFixed(1)} s of wall clock), ${(filed / done).toFixed(1)} tags each`,
  );
}
