import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createProgress, progressLine } from '../../src/terminal/progress.js';
import { createStyle } from '../../src/terminal/style.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const plain = createStyle({ color: false, unicode: true });

function screen(terminal = true, quietMs = 500) {
  let written = '';
  let now = 0;
  const progress = createProgress({
    err: (text) => {
      written += text;
    },
    terminal,
    columns: 80,
    style: plain,
    now: () => now,
    quietMs,
  });
  return { progress, written: () => written, at: (ms: number) => (now = ms) };
}

test.each([
  [
    'half way',
    { done: 88, total: 214, failed: 1 },
    4_000,
    80,
    'Polling [##########---------------]   88/214  41%  22/s  5.7 s left  1 failed',
  ],
  ['done', { done: 8, total: 8, failed: 0 }, 800, 80, 'Polling [#########################]  8/8  100%  10/s'],
  [
    'nothing to do',
    { done: 0, total: 0, failed: 0 },
    800,
    80,
    'Polling [#########################]  0/0  100%',
  ],
  [
    'a narrow terminal has no bar',
    { done: 88, total: 214, failed: 1 },
    4_000,
    40,
    'Polling  88/214  41%  22/s  5.7 s left…',
  ],
])('%s', (_name, state, ms, columns, line) => expect(progressLine(state, ms, columns, plain)).toBe(line));

test('colour never changes the text', () => {
  const state = { done: 3, total: 9, failed: 2 };
  const coloured = progressLine(state, 900, 80, createStyle({ color: true, unicode: true }));
  expect(coloured).toContain('\x1b[');
  expect(stripVTControlCharacters(coloured)).toBe(progressLine(state, 900, 80, plain));
});

test('a pass shorter than half a second draws nothing', () => {
  const { progress, written, at } = screen();
  at(499);
  progress.update({ done: 1, total: 2, failed: 0 });
  progress.done();
  expect(written()).toBe('');
});

test('the line is redrawn at most ten times a second and taken away at the end', () => {
  const { progress, written, at } = screen();
  for (let ms = 500; ms < 700; ms += 10) {
    at(ms);
    progress.update({ done: 1, total: 2, failed: 0 });
  }
  progress.done();
  expect(written().split('Polling')).toHaveLength(3);
  expect(written()).toMatch(/\r\x1b\[2K$/);
});

test('a line printed meanwhile stands above it, whole', () => {
  const { progress, written, at } = screen();
  at(600);
  progress.update({ done: 1, total: 2, failed: 0 });
  const line = written();
  progress.print('x https://a.example/: no such host\n');
  expect(written()).toBe(
    `${line}\r\x1b[2Kx https://a.example/: no such host\n${line.slice('\r\x1b[2K'.length)}`,
  );
});

test('it is there in time though no source answers, and its clock goes on', async () => {
  const { progress, written, at } = screen();
  progress.update({ done: 0, total: 214, failed: 0 });
  at(500);
  await vi.advanceTimersByTimeAsync(500);
  expect(written()).toContain('Polling [-------------------------]    0/214  0%');
  const before = written();
  at(750);
  await vi.advanceTimersByTimeAsync(250);
  expect(written().length).toBeGreaterThan(before.length);
  progress.done();
  expect(vi.getTimerCount()).toBe(0);
});

test('a service draws at once, before it knows how many sources are due', () => {
  const { progress, written } = screen(true, 0);
  expect(written()).toBe('\r\x1b[2KReading what is stored');
  progress.done();
});

test('piped, only printed lines appear', () => {
  const { progress, written, at } = screen(false);
  at(2_000);
  progress.update({ done: 1, total: 2, failed: 0 });
  progress.print('line\n');
  progress.done();
  expect(written()).toBe('line\n');
});
