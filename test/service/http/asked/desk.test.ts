import { describe, expect, test } from 'vitest';
import { createDesk } from '../../../../src/service/http/asked/desk.js';
import type { Edition } from '../../../../src/service/http/asked/editions.js';

const edition = (): Edition => ({ published: new Date(0) }) as Edition;

/** Counts how often it is asked, and answers when it is told to. */
function maker(body: string | null = 'bytes') {
  let go: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    go = resolve;
  });
  const made = {
    times: 0,
    go: () => go(),
    async make() {
      await ready;
      made.times++;
      return body;
    },
  };
  return made;
}

describe('a thing is made', () => {
  test('once for all who ask at the same time, and those who ask later', async () => {
    const [desk, now, one] = [createDesk(), edition(), maker()];
    const asked = [desk.answer('ffi', now, one.make), desk.answer('ffi', now, one.make)];
    one.go();
    const answers = [...(await Promise.all(asked)), await desk.answer('ffi', now, one.make)];
    expect([new Set(answers).size, one.times]).toEqual([1, 1]);
  });

  test('again in the next edition, also where one of the edition before comes late', async () => {
    const [desk, before, now] = [createDesk(), edition(), edition()];
    const [old, fresh] = [maker('old'), maker('new')];
    const late = desk.answer('ffi', before, old.make);
    const next = desk.answer('ffi', now, fresh.make);
    fresh.go();
    old.go();
    await Promise.all([late, next]);
    expect((await desk.answer('ffi', now, fresh.make)) === (await next)).toBe(true);
  });

  test('again where it failed, or there was nothing', async () => {
    const [desk, now, none] = [createDesk(), edition(), maker(null)];
    await expect(desk.answer('ffi', now, () => Promise.reject(new Error('disk')))).rejects.toThrow('disk');
    none.go();
    expect(await desk.answer('ffi', now, none.make)).toBeNull();
    expect(await desk.answer('ffi', now, none.make)).toBeNull();
    expect(none.times).toBe(2);
  });
});

test('whoever asks for ever new things is sent away in the end, and memory stays bounded', async () => {
  const [desk, now, slow] = [createDesk(), edition(), maker('x'.repeat(1e6))];
  const asked = Array.from({ length: 100 }, (_, n) => desk.answer(`tags ${n}`, now, slow.make));
  slow.go();
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer === 'busy')).toHaveLength(34);
  const again = { times: 0 };
  for (let n = 0; n < 66; n++)
    await desk.answer(`tags ${n}`, now, async () => {
      again.times++;
      return 'made again';
    });
  expect(again.times).toBe(51); // 15 of 2 MB were kept
});
