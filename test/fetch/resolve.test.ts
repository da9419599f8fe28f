import { expect, test } from 'vitest';
import { type Lookup, shared, someOf, systemLookup, withSecond } from '../../src/fetch/resolve.js';

const a = [{ address: '192.0.2.1', family: 4 }];
const b = [{ address: '192.0.2.2', family: 4 }];
const gives =
  (addresses: Awaited<ReturnType<Lookup>>, ms = 0): Lookup =>
  () =>
    new Promise((resolve) => setTimeout(() => resolve(addresses), ms));
const fails =
  (code: string, ms = 0): Lookup =>
  () =>
    new Promise((_, reject) => setTimeout(() => reject(new Error(code)), ms));
const { signal } = new AbortController();
const never: Lookup = () => new Promise(() => {});

test.each([
  ['the first in time', gives(a), gives(b), a],
  ['the first fails in time', fails('ENOTFOUND'), gives(b), 'ENOTFOUND'],
  ['the first says nothing', never, gives(b), b],
  ['the first is late, the second knows nothing', gives(a, 60), fails('none'), a],
  ['the first fails late, the second knows nothing', fails('ENOTFOUND', 60), fails('none'), 'ENOTFOUND'],
  ['the first is late, the second later', gives(a, 60), gives(b, 200), a],
])('a second opinion on a name: %s', async (_name, first, second, expected) => {
  const answer = withSecond(first, second, 30)('blog.example', signal);
  if (typeof expected === 'string') await expect(answer).rejects.toThrow(expected);
  else expect(await answer).toEqual(expected);
});

test('the second is not asked while there is time', async () => {
  const asked: string[] = [];
  const second: Lookup = async (name) => {
    asked.push(name);
    return b;
  };
  await withSecond(gives(a), second, 30)('blog.example', signal);
  expect(asked).toEqual([]);
});

test('callers at the same time share a look-up, later ones do not', async () => {
  const asked: string[] = [];
  const lookup = shared(async (name) => {
    asked.push(name);
    return a;
  });
  expect(
    await Promise.all([
      lookup('x.example', signal),
      lookup('x.example', signal),
      lookup('y.example', signal),
    ]),
  ).toEqual([a, a, a]);
  await lookup('x.example', signal);
  expect(asked).toEqual(['x.example', 'y.example', 'x.example']);
});

test('a look-up is called off when the last of its callers leaves, and the next caller begins anew', async () => {
  const signals: AbortSignal[] = [];
  const lookup = shared((_name, one) => {
    signals.push(one);
    return new Promise(() => {});
  });
  const [first, second] = [new AbortController(), new AbortController()];
  for (const caller of [first, second]) void lookup('x.example', caller.signal);
  first.abort();
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  second.abort();
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  void lookup('x.example', signal);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test('no more are begun at once than there are places, and who waits in line can leave it', async () => {
  const begun: string[] = [];
  const lookup = someOf(1, async (name) => {
    begun.push(name);
    return new Promise(() => {});
  });
  const caller = new AbortController();
  void lookup('x.example', signal);
  const waiting = lookup('y.example', caller.signal);
  caller.abort(new Error('the pass is over'));
  await expect(waiting).rejects.toThrow('the pass is over');
  expect(begun).toEqual(['x.example']);
});

test('the operating system knows its hosts file', async () => {
  expect(await systemLookup()('localhost', signal)).toContainEqual({ address: '127.0.0.1', family: 4 });
});
