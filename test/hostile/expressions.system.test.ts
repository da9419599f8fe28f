import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { checkSync } from 'recheck';
import { parseAst } from 'rolldown/parseAst';
import { afterAll, expect, test, vi } from 'vitest';
import { isThorough } from '../support/thorough.js';

/*
 * Text from strangers goes through the regular expressions of src. V8 matches by trying, and one such as
 * `/\/+$/` takes a time that grows with the square of the text: 43 s for an address of 100 KB. recheck proves
 * of an expression that its time is linear, or writes a text that shows the contrary. For all of them it
 * takes two minutes, so those in expressions.txt have their proof and are judged again where tests are
 * thorough; `TAGWIRE_THOROUGH=1 npx vitest run test/hostile/expressions -u` judges all and writes the list.
 */

const PROVEN = fileURLToPath(new URL('expressions.txt', import.meta.url));

const src = fileURLToPath(new URL('../../src', import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort();

interface Expression {
  readonly source: string;
  readonly flags: string;
}

const asWritten = ({ source, flags }: Expression): string => `/${source}/${flags}`;

/** The literals of a program, and how many expressions it builds with `RegExp`. */
function expressionsIn(program: string): {
  readonly literals: readonly Expression[];
  readonly built: number;
} {
  const literals: Expression[] = [];
  let built = 0;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('regex' in value) {
      const { pattern, flags } = value.regex as { readonly pattern: string; readonly flags: string };
      literals.push({ source: pattern, flags });
    }
    if ('callee' in value && (value.callee as { readonly name?: string }).name === 'RegExp') built += 1;
    for (const part of Object.values(value)) visit(part);
  };
  visit(parseAst(program, { lang: 'ts' }));
  return { literals, built };
}

/** The expressions that files build while they are loaded, out of constants, by file. */
async function builtBy(programs: readonly string[]): Promise<ReadonlyMap<string, readonly Expression[]>> {
  const built = new Map<string, Expression[]>(programs.map((file) => [file, []]));
  const real = globalThis.RegExp;
  vi.resetModules(); // they are kept from one test file to the next
  globalThis.RegExp = new Proxy(real, {
    construct(target, [source, flags]: [string, string | undefined]) {
      const expression = new target(source, flags);
      const caller = new Error().stack?.split('\n')[2] ?? '';
      for (const [file, own] of built) if (caller.includes(path.join(src, file))) own.push(expression);
      return expression;
    },
  });
  try {
    for (const file of programs) await import(path.join(src, file));
  } finally {
    globalThis.RegExp = real;
  }
  return built;
}

/**
 * The build for browsers needs neither Java nor a binary. Bounds count steps, not time: the answer is always
 * the same.
 */
const recheck = createRequire(import.meta.url)('recheck/lib/browser.js') as { checkSync: typeof checkSync };
const BOUNDS = {
  timeout: null,
  attackTimeout: null,
  incubationTimeout: null,
  seedingTimeout: null,
};

/** What is wrong with an expression; null for one whose time is linear. */
function faultOf({ source, flags }: Expression): string | null {
  if (!/[*+]|\{\d/.test(source)) return null; // nothing is repeated: there is nothing to try again
  const found = recheck.checkSync(source, flags, BOUNDS);
  if (found.status === 'safe') return null;
  const why = found.status === 'vulnerable' ? found.attack.pattern : JSON.stringify(found.error);
  return `${asWritten({ source, flags })} is ${found.status}: ${why}`;
}

const used = files
  .map((file) => ({ file, ...expressionsIn(readFileSync(path.join(src, file), 'utf8')) }))
  .filter(({ literals, built }) => literals.length + built > 0);
const built = await builtBy(used.flatMap(({ file, built }) => (built > 0 ? file : [])));
const judged = new Set<string>(
  isThorough || !existsSync(PROVEN) ? [] : readFileSync(PROVEN, 'utf8').split('\n'),
);
afterAll(() => void vi.resetModules());

test.each(used)('no expression goes back over the text: $file', { timeout: 600_000 }, (program) => {
  const constants = built.get(program.file) ?? [];
  expect(constants).toHaveLength(program.built); // one that is built later, out of what it is given, can't be judged here
  const fresh = [...program.literals, ...constants].filter((one) => !judged.has(asWritten(one)));
  for (const one of fresh) judged.add(asWritten(one));
  expect(fresh.flatMap((one) => faultOf(one) ?? [])).toEqual([]);
});

test.runIf(isThorough)('the list of what is proven has them all', async () => {
  await expect(`${[...judged].sort().join('\n')}\n`).toMatchFileSnapshot(PROVEN);
});

test.each([
  ['one repetition, tried from each place', String.raw`\/+$`],
  ['two that overlap', String.raw`^\s*\(?\s*x`],
  ['one in the other', '^(a+)+$'],
  ['an end that does not come', '<!--.*?-->'],
])('one that does is found: %s', (_name, source) => {
  expect(faultOf({ source, flags: '' })).toMatch(/ is vulnerable: '/);
});
