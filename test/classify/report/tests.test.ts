import { expect, test } from 'vitest';
import { runTests } from '../../../src/classify/report/tests.js';
import { group, rules, tag } from '../rules.js';

const run = (tests: readonly { title?: string; text: string; is: boolean }[]) =>
  runTests(
    rules(
      [
        tag('embedded', {
          group: 'category',
          match: ['no_std', 'title:stm32', 'embedded'],
          except: ['embedded font'],
          tests: tests.map((one) => ({ title: null, ...one })),
        }),
        tag('web', { group: 'category', match: ['led', 'blinking'] }),
      ],
      { groups: [group('category', { max: 1 })] },
    ),
  );

test.each([
  ['a text alone stands for a title too', { text: 'Blinking an LED on an STM32', is: true }],
  ['other tags don’t compete', { text: 'no_std: blinking an LED', is: true }],
  ['a trap', { text: 'An embedded font', is: false }],
  ['a title and a text', { title: 'stm32', text: 'x', is: true }],
  ['a text beside a title is no title', { title: 'x', text: 'stm32', is: false }],
  ['text is no markup', { text: 'Vec<embedded>', is: true }],
])('%s', (_name, one) => expect(run([one])).toEqual({ run: 1, failed: [] }));

test('a failure says what was expected and why it came out otherwise', () => {
  const { run: count, failed } = run([
    { text: 'no_std', is: true },
    { text: 'no_std', is: false },
    { text: 'nothing', is: true },
  ]);
  expect(count).toBe(3);
  expect(failed).toMatchObject([
    {
      tag: 'embedded',
      index: 1,
      expected: false,
      got: true,
      account: { points: 1.5, terms: [{ term: 'no_std' }] },
    },
    { tag: 'embedded', index: 2, expected: true, got: false, account: null },
  ]);
});
