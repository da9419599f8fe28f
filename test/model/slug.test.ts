import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readConfig } from '../../src/config/read.js';
import { slugify } from '../../src/model/slug.js';

test.each([
  ['ffi', 'ffi'],
  ['Getting Started', 'getting-started'],
  ['no_std', 'no-std'],
  ['C++', 'cpp'],
  ['c++17', 'cpp17'],
  ['C#', 'csharp'],
  ['.NET', 'dotnet'],
  ['ASP.NET', 'asp-net'],
  ['node.js', 'node-js'],
  ['#rust', 'rust'],
  ['R&D', 'r-and-d'],
  ['async/await', 'async-await'],
  ["Rust's traits", 'rusts-traits'],
  ['Café Ångström', 'cafe-angstrom'],
  ['ﬁle', 'file'],
  ['Straße', 'strasse'],
  ['STRAẞE', 'strasse'],
  ['Ærøskøbing', 'aeroskobing'],
  ['Œuvre Łódź', 'oeuvre-lodz'],
  ['Þór Đorđe Ħal', 'thor-dorde-hal'],
  ['ısı', 'isi'],
  ['Tiếng Việt', 'tieng-viet'],
  ['Γλώσσα Ϊα', 'γλωσσα-ια'],
  ['Русский Ёж', 'русский-ёж'],
  ['İstanbul', 'istanbul'],
  ['日本語 フィード', '日本語-フィード'],
  ['हिन्दी', 'हिन्दी'],
  ['../../etc/passwd', 'etc-passwd'],
  ['  --  ', ''],
  ['🦀', ''],
])('%s → %s', (name, slug) => {
  expect(slugify(name)).toBe(slug);
});

test('the slugs of the repository’s tags are the addresses that readers know', async () => {
  const { tags, groups, bundles } = await readConfig(
    fileURLToPath(new URL('../../feeds.json', import.meta.url)),
  );
  const slugs = [...tags, ...groups, ...bundles].map(({ slug }) => slug);
  expect(slugs.filter((slug) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug))).toEqual([]);
  expect(slugs).toEqual(
    expect.arrayContaining(['cpp', 'csharp', 'no-std', 'rust-2018', 'this-week-in-rust']),
  );
});

test('a slug is its own slug, short, and safe as the name of a file', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
      const slug = slugify(name);
      expect(slugify(slug)).toBe(slug);
      expect(slug).toMatch(/^(?:[\p{L}\p{M}\p{N}]+(?:-[\p{L}\p{M}\p{N}]+)*)?$/u);
      expect(Buffer.byteLength(slug)).toBeLessThanOrEqual(240);
    }),
  );
});
