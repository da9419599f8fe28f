import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Preview } from '../../src/operate/preview.js';
import { atom, startBlogs } from '../support/blogs.js';
import { tagwire } from '../support/cli.js';
import { configFolder } from '../support/config-folder.js';

const GROUPS = { category: { max: 1, keep: 1 } };

/** What a dry run says of one post after an edit: `+tag by term`, `-tag by term`, `old→new posts`. */
async function moves(title: string, before: object, after: object): Promise<readonly string[]> {
  const blogs = await startBlogs({ '/a': atom('Blog A', [{ id: 'a1', title }]) });
  onTestFinished(() => blogs.close());
  const folder = configFolder();
  const url = `${blogs.origin}/a`;
  const save = (rules: object): void =>
    writeFileSync(
      path.join(folder, 'feeds.json'),
      JSON.stringify({
        site: { title: 'S', url: 'https://s.example/' },
        sources: [url],
        ...rules,
      }).replaceAll('{url}', url),
    );
  writeFileSync(path.join(folder, 'learned.json'), '{ "tiny": { "a": -0.5 } }');
  save(before);
  await tagwire(['run', '--allow-private'], folder);
  save(after);
  const { out } = await tagwire(['publish', '--dry-run', '--json'], folder);
  const preview: Preview = JSON.parse(out);
  return [
    ...preview.renamed.map(({ from, to, posts }) => `${from}→${to} ${posts}`),
    ...preview.tags.flatMap(({ slug, added, removed }) => [
      ...added.map(({ by, term }) => `+${slug} ${by} ${term}`),
      ...removed.map(({ by, term }) => `-${slug} ${by} ${term}`),
    ]),
  ];
}

const NONE = { tags: { a: ['nowhere'] } };
const A = { tags: { a: ['ffi'] } };

test.each<[name: string, before: object, after: object, moves: readonly string[]]>([
  ['a new term', NONE, A, ['+a terms ffi']],
  ['a term less', A, NONE, ['-a terms ffi']],
  [
    'a term against',
    A,
    { tags: { a: { match: ['ffi'], against: [{ any: ['tiny'], weight: 5 }] } } },
    ['-a against {"any":["tiny"],"weight":5}'],
  ],
  ['a veto', A, { tags: { a: { match: ['ffi'], except: ['tiny ffi'] } } }, ['-a except tiny ffi']],
  [
    'text that is not looked at',
    A,
    { tags: { a: { match: ['ffi'], ignore: ['tiny ffi'] } } },
    ['-a ignore tiny ffi'],
  ],
  ['a higher minimum', A, { tags: { a: { match: ['ffi'], min: 3 } } }, ['-a min null']],
  [
    'a higher minimum, beside a learned word that spoke against the tag before too',
    { ...A, lexicon: 'learned.json' },
    { tags: { a: { match: ['ffi'], min: 3 } }, lexicon: 'learned.json' },
    ['-a min null'],
  ],
  [
    'a better tag of the group',
    { groups: GROUPS, tags: { a: { match: ['ffi'], group: 'category' } } },
    {
      groups: GROUPS,
      tags: {
        a: { match: ['ffi'], group: 'category' },
        b: { match: ['ffi', 'tiny'], group: 'category' },
      },
    },
    ['-a group null', '+b terms ffi'],
  ],
  ['a tag of the source', NONE, { ...NONE, sources: [{ url: '{url}', tags: ['a'] }] }, ['+a source null']],
  [
    'none of the source any more',
    { ...NONE, sources: [{ url: '{url}', tags: ['a'] }] },
    NONE,
    ['-a source null'],
  ],
  ['an implied tag', A, { tags: { a: { match: ['ffi'], implies: ['b'] }, b: [] } }, ['+b implied null']],
  ['a tag that goes', { tags: { a: ['ffi'], b: ['ffi'] } }, A, ['-b no-tag null']],
  ['a gate that closes', A, { ...A, only: ['rust'] }, ['-a only null']],
  ['a gate that opens', { ...A, only: ['rust'] }, A, ['+a only null']],
  ['a rename', A, { tags: { b: { match: ['ffi'], aliases: ['a'] } } }, ['a→b 1']],
  [
    'a rename with a term less',
    A,
    { tags: { b: { match: ['nowhere'], aliases: ['a'] } } },
    ['-a no-tag null'],
  ],
])('what is behind a move: %s', async (_name, before, after, expected) => {
  expect(await moves('A tiny FFI', before, after)).toEqual(expected);
});
