import { expect, test } from 'vitest';
import { Together, Turns } from '../../../src/store/postgres/turns.js';

/** What is done, in its order; the first turn ends when it is let go. */
function queue() {
  const turns = new Turns();
  const done: string[] = [];
  const together = new Together<string>(turns, async (items) => void done.push(items.join('+')));
  let letGo: () => void = () => {};
  void turns.take(() => new Promise<void>((resolve) => (letGo = resolve)));
  const other = (name: string) => turns.take(async () => void done.push(name));
  return { done, together, other, letGo: () => letGo() };
}

test('items that come right after each other while they wait are one turn', async () => {
  const { done, together, letGo } = queue();
  const all = ['a', 'b', 'c'].map((item) => together.add(item));
  await Promise.resolve();
  letGo();
  await Promise.all(all);
  expect(done).toEqual(['a+b+c']);
  await together.add('d');
  expect(done).toEqual(['a+b+c', 'd']);
});

test('what comes between them keeps its place', async () => {
  const { done, together, other, letGo } = queue();
  const all = [together.add('a'), together.add('b'), other('x'), together.add('c'), together.add('d')];
  await Promise.resolve();
  letGo();
  await Promise.all(all);
  expect(done).toEqual(['a+b', 'x', 'c+d']);
});

test('all that are done together hear of a failure, and the next is tried', async () => {
  const turns = new Turns();
  const together = new Together<string>(turns, async (items) => {
    if (items.includes('bad')) throw new Error('broken');
  });
  const settled = await Promise.allSettled(['a', 'bad'].map((item) => together.add(item)));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(together.add('c')).resolves.toBeUndefined();
});
