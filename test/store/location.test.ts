import { expect, test } from 'vitest';
import { UserError } from '../../src/model/errors.js';
import { locationOf, shownLocation } from '../../src/store/location.js';

test.each([
  ['data', 'data'],
  ['/var/lib/tagwire', '/var/lib/tagwire'],
  ['C:\\tagwire', 'C:\\tagwire'],
  ['postgres://db.example/tagwire', 'postgres://db.example/tagwire'],
  ['postgresql://ann:s3cret@db.example:5433/tagwire?sslmode=require', 'postgres://db.example:5433/tagwire'],
])('%s is shown as %s', (data, shown) => expect(shownLocation(data)).toBe(shown));

test.each(['redis://ann:s3cret@db.example', 'https://db.example/?s3cret', 'postgres://ann:s3cret@db:x/y'])(
  '%s is an error that names no password, and no folder',
  (data) => {
    const read = () => locationOf(data);
    expect(read).toThrow(UserError);
    expect(read).not.toThrow(/s3cret/);
  },
);
