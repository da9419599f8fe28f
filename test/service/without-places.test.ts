import path from 'node:path';
import { expect, test } from 'vitest';
import { withoutPlaces } from '../../src/service/without-places.js';

const places = { config: '/srv/planet/feeds.json', data: '/srv/planet/data', out: '/var/www/planet' };

test.each([
  ['the site', '/var/www/planet/feed.atom: disk full (ENOSPC)', 'public/feed.atom: disk full (ENOSPC)'],
  ['the database', '/srv/planet/data/db.json: damaged', 'data/db.json: damaged'],
  ['the configuration', '/srv/planet/rules/a.json:3:4: unknown tag', 'rules/a.json:3:4: unknown tag'],
  ['nothing of ours', 'no host could be reached', 'no host could be reached'],
])('%s', (_name, message, expected) => expect(withoutPlaces(message, places)).toBe(expected));

test('the address of a server is the database, as it is shown and as it was given', () => {
  const data = 'postgres://ann:s3cret@db.example/site?sslmode=require';
  const message =
    'postgres://db.example/site has no posts; postgres://ann:s3cret@db.example/site?sslmode=require';
  expect(withoutPlaces(message, { ...places, data })).toBe('data has no posts; data');
});

test('a folder that was named from where we are is called by its full name by others', () => {
  const near = { config: 'feeds.json', data: 'db', out: '../www' };
  const message = `${path.resolve('db')}/db.json and ../www/feed.atom`;
  expect(withoutPlaces(message, near)).toBe('data/db.json and public/feed.atom');
});
