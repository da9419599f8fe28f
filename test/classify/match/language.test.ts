import { beforeAll, describe, expect, test } from 'vitest';
import { compileRules, NO_SOURCE, type Subject } from '../../../src/classify/index.js';
import { loadLanguages } from '../../../src/text/detect-language.js';
import { rules, subject, tag } from '../rules.js';

beforeAll(loadLanguages);

const GERMAN =
  'Der Datenschutz ist in diesem Land ein Grundrecht, und wer personenbezogene Daten verarbeitet, muss sich an die Regeln halten, die dafür gelten.';

const classifier = (term: string, more: Parameters<typeof rules>[1] = {}) =>
  compileRules(rules([tag('t', { match: [term] })], more));
const filed = (term: string, fields: Partial<Subject>) =>
  classifier(term)
    .classify(subject(fields), NO_SOURCE)
    .why.flatMap(({ terms }) => terms);

describe('lang:', () => {
  test.each<[string, string, boolean]>([
    ['lang:de', 'de', true],
    ['lang:de', 'de-AT', true],
    ['lang:de', 'de_AT', true],
    ['lang: DE', 'de', true],
    ['lang:de', 'den', false],
    ['lang:de', 'en-DE', false],
    ['lang:pt-BR', 'pt-br', true],
    ['lang:pt-BR', 'pt', false],
    ['lang:zh-Hant', 'zh-Hant-TW', true],
  ])('%s, declared %s: %j', (term, language, expected) =>
    expect(filed(term, { language }).length > 0).toBe(expected),
  );

  test('says that it was declared, and counts no title', () =>
    expect(filed('lang:de', { language: 'de-AT', title: 'lang de' })).toEqual([
      { term: 'lang:de', field: 'lang', points: 1 },
    ]));
  test('or told by the text, where nothing is declared', () => {
    expect(filed('lang:de', { html: GERMAN })).toEqual([{ term: 'lang:de', field: 'detected', points: 1 }]);
    expect(filed('lang:de', { html: GERMAN, language: 'und' })).toHaveLength(1);
  });
  test('what is declared counts, whatever the text is', () =>
    expect(filed('lang:de', { html: GERMAN, language: 'en' })).toEqual([]));

  test('only takes it, with words', () => {
    const only = [{ all: ['grundrecht', 'lang:de'] }];
    const admits = (fields: Partial<Subject>) =>
      classifier('x', { only }).classify(subject(fields), NO_SOURCE).admitted;
    expect(admits({ html: GERMAN })).toBe(true);
    expect(admits({ html: GERMAN, language: 'nl' })).toBe(false);
  });
  test('explain shows the tag', () => {
    const { tags } = classifier('lang:de').explain(subject({ language: 'de-AT' }), NO_SOURCE);
    expect(tags[0]?.terms[0]).toMatchObject({ term: 'lang:de', field: 'lang', excerpt: { hit: 'de' } });
  });
});
