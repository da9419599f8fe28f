import { expect, test } from 'vitest';
import { filePost, NO_FILINGS } from '../../../src/config/edit/file-post.js';

const FFI = { post: 'https://a.example/1', add: ['ffi'], drop: null, note: null };

test.each([
  ['the first', NO_FILINGS, null, FFI, '[\n  { "post": "https://a.example/1", "add": ["ffi"] }\n]\n'],
  [
    'with all that there is to say, below a comment',
    '[ // ours\n]',
    null,
    { ...FFI, drop: ['web', 'c'], note: 'see "x"' },
    '[ // ours\n  { "post": "https://a.example/1", "add": ["ffi"], "drop": ["web", "c"], "note": "see \\"x\\"" }\n]',
  ],
  [
    'another one, which looks like its neighbour',
    '[\n    {\n        "post": "x", // Ann’s\n        "drop": []\n    }, // last\n]\n',
    null,
    FFI,
    '[\n    {\n        "post": "x", // Ann’s\n        "drop": []\n    }, // last\n    {\n        "post": "https://a.example/1",\n        "add": ["ffi"]\n    },\n]\n',
  ],
  [
    'one that is there: what differs alone is written anew',
    '[\n  { "post": "x", /* why */ "add": [ "C" , "web" ], "note": "n" }, // Ann\n  "y"\n]',
    0,
    { post: 'x', add: ['c', 'ffi'], drop: ['web'], note: null },
    '[\n  { "post": "x", /* why */ "add": ["c", "ffi"], "note": "n", "drop": ["web"] }, // Ann\n  "y"\n]',
  ],
  [
    'a list that becomes empty, and another note',
    '[{"post":"x","add":["web"],"note":"n"}]',
    0,
    { post: 'x', add: [], drop: ['web'], note: 'm' },
    '[{"post":"x","add":[],"note":"m","drop":["web"]}]',
  ],
  [
    'a byte order mark stays',
    '\ufeff[]',
    null,
    FFI,
    '\ufeff[{ "post": "https://a.example/1", "add": ["ffi"] }]',
  ],
])('%s', (_name, text, index, filing, expected) => {
  expect(filePost(text, index, filing)).toBe(expected);
});
