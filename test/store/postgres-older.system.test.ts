import pg from 'pg';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openStore, openStoreReader } from '../../src/store/index.js';
import { MIGRATIONS } from '../../src/store/postgres/tables.js';
import { startPostgres } from '../support/postgres.js';
import { range } from './contract.js';

const server = await startPostgres();
afterAll(() => server?.stop());

const NONE = { any: [], all: [], none: [] };

test.skipIf(server === null).each(range(MIGRATIONS.length - 1).map((n) => n + 1))(
  'tables of version %i are read as they are, and brought up to date by who writes',
  async (version) => {
    const address = (await server?.database()) ?? '';
    const client = new pg.Client(address);
    await client.connect();
    onTestFinished(() => client.end());
    await client.query('create schema tagwire; create table tagwire.version (version int not null)');
    for (const sql of MIGRATIONS.slice(0, version)) await client.query(sql);
    await client.query('insert into tagwire.version values ($1)', [version]);
    await client.query(`insert into tagwire.database (facts, edition) values ('{"published": true}', 7)`);
    const known = async (): Promise<number> =>
      (await client.query<{ version: number }>('select version from tagwire.version')).rows[0]?.version ?? 0;

    const reader = await openStoreReader(address);
    onTestFinished(() => reader.close());
    expect(await reader.facts()).toMatchObject({ published: true, edition: 7 });
    const asked = [
      ...[reader.events(), reader.holds(), reader.sources(), reader.newest('a', 1), reader.counts()],
      ...[reader.entry({ source: 'a', key: 'k' }), reader.search('urn:x'), reader.outbox()],
      ...[reader.stream('site'), reader.doc('site', 1), reader.removal(), reader.subscriptions()],
      ...[reader.newestTagged(NONE, 1), reader.newestWith({ whole: ['x'], beginnings: [] }, () => true, 1)],
    ];
    expect((await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await known()).toBe(version);

    const store = await openStore(address, { now: () => 0, limit: 50 });
    onTestFinished(() => store.close());
    expect(await store.facts()).toMatchObject({ published: true, edition: 7 });
    expect(await known()).toBe(MIGRATIONS.length);
  },
);
