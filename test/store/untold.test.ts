import { expect, test } from 'vitest';
import { digestChange } from '../../src/model/stream.js';
import { UNTOLD_BYTES, Untold } from '../../src/store/untold.js';
import { post } from '../publish/pages/site.js';

test('a digest weighs what its posts do', () => {
  const untold = new Untold((change) => change);
  const own = Array.from({ length: 500 }, (_, n) => post({ id: `urn:x:${n}` }));
  const digests = Math.ceil(UNTOLD_BYTES / 500 / 1000);
  for (let n = 0; n < digests; n++)
    untold.add([digestChange('ffi', post({ id: `urn:d:${n}`, digest: own }))]);
  expect(untold.isFull).toBe(true);
});
