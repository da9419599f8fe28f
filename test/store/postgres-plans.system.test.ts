import pg from 'pg';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { identityKey, linkKey } from '../../src/model/identity.js';
import { openStore } from '../../src/store/index.js';
import type { Store } from '../../src/store/store.js';
import { day, entry, post, sourceRecord, url } from '../support/build.js';
import { startPostgres } from '../support/postgres.js';
import { keyed, lookup, range, remove } from './contract.js';

const server = await startPostgres();
afterAll(() => server?.stop());

const SOURCES = range(100).map((n) => `s-${n}`);
const A = 's-7';
const EACH = 200;
/** What grows with the years: none of it is ever read from one end to the other. */
const LARGE = new Set(['entries', 'lookups']);
/** So do these; but 20,000 posts fill so few of their pages that reading those is as good as an index. */
const FEW = new Set(['docs']);

const entryOf = (source: string, n: number) =>
  keyed(`https://${source}.example/${n}`, { published: day(n), seen: day(n) });

async function loaded(address: string): Promise<Store> {
  const store = await openStore(address, { now: () => Date.UTC(2026, 0, 9), limit: 50 });
  onTestFinished(() => store.close());
  await store.register(
    SOURCES.map((key) => {
      const record = sourceRecord(key);
      const own = url(`https://${key}.example/feed`);
      return { ...record, url: own, poll: { ...record.poll, url: own, listed: own } };
    }),
  );
  await store.begin((one, { key }) => post(one.id, { key: one.key, published: one.published, source: key }));
  for (const source of SOURCES) {
    const puts = range(EACH).map((n) => ({ source, entry: entryOf(source, n), before: null }));
    await store.merge({ source, ask: () => [], decide: () => ({ puts, listing: null, feed: null }) });
  }
  await store.flush();
  return store;
}

interface Asked {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** What is asked of the server meanwhile. */
async function askedBy(work: () => Promise<void>): Promise<readonly Asked[]> {
  const spy = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    const calls = spy.mock.calls as unknown as [sql: unknown, values?: readonly unknown[]][];
    const asked = calls.map(([sql, values = []]) => ({ sql: String(sql), values }));
    return [...new Map(asked.map((one) => [one.sql, one])).values()];
  } finally {
    spy.mockRestore();
  }
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

const nodesOf = (plan: Plan): readonly Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** Those of the tables that a query would read as a whole. */
async function readWhole(
  client: pg.Client,
  { sql, values }: Asked,
  tables: ReadonlySet<string>,
): Promise<readonly string[]> {
  const { rows } = await client.query(`explain (format json) ${sql}`, [...values]);
  const [{ Plan: plan }] = (rows as [{ 'QUERY PLAN': [{ Plan: Plan }] }])[0]['QUERY PLAN'];
  return nodesOf(plan).flatMap((node) =>
    node['Node Type'] === 'Seq Scan' && tables.has(node['Relation Name'] ?? '')
      ? [`${node['Relation Name']}: ${sql}`]
      : [],
  );
}

test.skipIf(server === null)('every query of a pass, a page and a search goes by an index', async () => {
  const address = (await server?.database()) ?? '';
  const store = await loaded(address);
  const client = new pg.Client(address);
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('analyze');
  const { rows } = await client.query('select count(*)::int as entries from tagwire.entries');
  expect(rows).toEqual([{ entries: SOURCES.length * EACH }]);

  const known = entryOf(A, 50);
  const asked = await askedBy(async () => {
    await store.sources();
    await store.claim({ among: SOURCES, now: Date.UTC(2026, 0, 9), all: false, lease: 60_000 });
    const news = entry('new', { id: 'urn:new', ids: ['urn:new'], url: url('https://s-7.example/new') });
    const before = { ...known, title: 'Edited' };
    await store.merge({
      source: A,
      ask: () =>
        range(50).map((n) =>
          lookup(entryOf(A, n).id, { link: linkKey(entryOf(A, n).id), place: 'p', twin: identityKey('t') }),
        ),
      decide: () => ({
        puts: [
          { source: A, entry: news, before: null },
          { source: A, entry: before, before: null },
        ],
        listing: new Map([['new', { key: 'new', raw: 'r' }]]),
        feed: null,
      }),
    });
    await store.polled(A, { ...sourceRecord(A).poll, due: day(30) });
    await store.hold('s-7.example', { until: day(20), status: 429 });
    await store.edit(A, (one) => ({ ...one, title: `${one.title}!` }), { keys: new Set([known.key]) });
    await store.prune(A, new Set([entryOf(A, 3).key]));
    const { edition } = await store.changes([]);
    await store.newest(A, 50);
    const { docs = [] } = (await store.stream('site')) ?? {};
    await store.doc('site', docs[0]?.n ?? 1);
    await store.rendered(edition, {}, () => ({ announced: {}, letters: [] }));
    await store.search(known.id);
    await store.entry({ source: A, key: known.key });
    await store.newestTagged({ any: ['ffi'], all: ['async'], none: [] }, 20);
    await store.newestWith({ whole: ['nothing'], beginnings: [] }, () => true, 20);
    await store.counts();
    await remove(store, [entryOf(A, 9)], { source: A });
    await store.undoRemoval((_source, one) => one);
  });
  const plans = asked.filter(({ sql }) => /^\s*(select|with|insert|update|delete)/i.test(sql));
  expect(plans.length).toBeGreaterThan(40);
  const whole: string[] = [];
  for (const one of plans) whole.push(...(await readWhole(client, one, LARGE)));
  await client.query('set enable_seqscan = off'); // for whatever an index serves
  for (const one of plans) whole.push(...(await readWhole(client, one, FEW)));
  expect(whole).toEqual([]);
});
