import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { compileRules } from '../../src/classify/index.js';
import type { Config } from '../../src/config/config.js';
import { mergeFeed } from '../../src/merge/merge.js';
import type { FeedEntry } from '../../src/model/feed.js';
import { toMs } from '../../src/model/values.js';
import { type Prepared, prepareStore } from '../../src/pass/prepare.js';
import { publish } from '../../src/publish/publish.js';
import { PLAIN_THEME } from '../../src/publish/site/theme.js';
import { NO_STATICS } from '../../src/publish/write/statics.js';
import { openStore } from '../../src/store/index.js';
import { day, feed, feedEntry, url } from '../support/build.js';
import { configOf } from '../support/planet.js';
import { startPostgres } from '../support/postgres.js';

const server = await startPostgres();
afterAll(() => server?.stop());

/** A worker in the middle of its pass: it knows feeds.json and the database as they were when that began. */
async function worker(address: string, config: Config) {
  const now = day(9);
  const store = await openStore(address, { now: () => toMs(now), limit: config.publish.limit });
  onTestFinished(() => store.close());
  const pass = await prepareStore({ config, classifier: compileRules(config), store }, toMs(now));
  const out = mkdtempSync(path.join(tmpdir(), 'tagwire-worker-'));
  onTestFinished(() => rmSync(out, { recursive: true, force: true }));
  return {
    pass,
    bring: (source: string, ...entries: readonly Partial<FeedEntry>[]) =>
      mergeFeed(
        pass,
        keyOf(pass, source),
        feed(entries.map(feedEntry), { title: `Of ${source}`, home: url(source) }),
        {
          ...{ first: null, refusesStrangers: false },
        },
      ),
    async publish() {
      const rest = { theme: PLAIN_THEME, statics: NO_STATICS, version: '1', render: 'changes' as const };
      const { edition } = await publish({ config, ...pass, ...rest, out });
      if (edition !== null) await store.rendered(edition);
    },
    read: (file: string) => readFileSync(path.join(out, file), 'utf8'),
  };
}

function keyOf({ listed }: Prepared, address: string): string {
  const found = listed.find(({ source }) => source.url === address);
  if (found === undefined) throw new Error(`${address} is not in feeds.json`);
  return found.record.key;
}

const A = 'https://a.example/feed';
const NEW = 'https://new.example/feed';
const ofA = { id: 'urn:a:1', url: url('https://a.example/1'), title: 'ffi by A' };

test.skipIf(server === null)(
  'posts of a source that is new since a pass began are merged and published by that pass as by any',
  async () => {
    const address = (await server?.database()) ?? '';
    const old = await worker(address, configOf([A], {}));
    const fresh = await worker(address, configOf([A, NEW], {}));
    await fresh.bring(NEW, { ...ofA, id: 'urn:new:1', title: 'ffi, seen by New' });
    await fresh.publish();
    await old.publish();
    expect(JSON.parse(old.read('feed.json')).items).toMatchObject([{ title: 'ffi, seen by New' }]);
    await old.bring(A, ofA);
    await old.publish();
    await fresh.publish();
    for (const one of [old, fresh])
      expect(JSON.parse(one.read('feed.json')).items).toMatchObject([
        { id: 'urn:new:1', title: 'ffi by A', _tagwire: { also: [{ title: `Of ${NEW}` }] } },
      ]);
  },
);
