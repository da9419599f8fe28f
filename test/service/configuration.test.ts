import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Configuration, openConfiguration } from '../../src/service/configuration.js';

/** The configuration of a folder as a service opens it, with what is logged and a SIGHUP to send. */
function opening() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tagwire-configuration-'));
  const file = path.join(folder, 'feeds.json');
  const configure = (...tags: readonly string[]): void => {
    const site = { title: 'Test', url: 'https://site.example/' };
    const words = Object.fromEntries(tags.map((tag) => [tag, [tag]]));
    writeFileSync(file, JSON.stringify({ site, sources: ['https://a.example/feed'], tags: words }));
  };
  configure('ffi');
  const heard: (() => void)[] = [];
  const logged: string[] = [];
  const told: (() => void)[] = [];
  const log = {
    error: (line: string) => void logged.push(line),
    info: (line: string) => void logged.push(line),
  };
  const world = { env: {}, now: Date.now, onHangup: (listener: () => void) => void heard.push(listener) };
  const opened = openConfiguration({ config: file }, world, { warn() {}, debug() {}, ...log }, () => {
    for (const tell of told.splice(0)) tell();
  });
  const hangUp = (): void => {
    for (const listener of heard) listener();
  };
  const isRead = () => new Promise<void>((resolve) => void told.push(resolve));
  onTestFinished(async () => {
    (await opened).close();
    rmSync(folder, { recursive: true });
  });
  return { configure, opened, hangUp, heard, isRead, logged };
}

const tagsOf = (configuration: Configuration): readonly string[] =>
  configuration.site().config.tags.map(({ slug }) => slug);

test('a SIGHUP that comes while it is read for the first time does nothing, in place of ending the process', async () => {
  const { opened, heard, hangUp, logged } = opening();
  expect(heard).toHaveLength(1);
  hangUp();
  expect(tagsOf(await opened)).toEqual(['ffi']);
  expect(logged).toEqual([]);
});

test('of any number of SIGHUPs at once one has the files read, and one that comes during that once more', async () => {
  const { configure, opened, hangUp, isRead, logged } = opening();
  const configuration = await opened;
  configure('ffi', 'unsafe');
  const first = isRead();
  for (let times = 0; times < 1000; times++) hangUp();
  await Promise.resolve(); // the reading has begun
  for (let times = 0; times < 1000; times++) hangUp();
  await first;
  await isRead();
  expect(tagsOf(configuration)).toEqual(['ffi', 'unsafe']);
  expect(logged).toHaveLength(2);
});

test('nothing is read any more once it is closed', async () => {
  const { opened, hangUp, isRead, logged } = opening();
  const configuration = await opened;
  hangUp();
  await isRead();
  configuration.close();
  hangUp();
  await new Promise(setImmediate);
  expect(logged).toHaveLength(1);
});
