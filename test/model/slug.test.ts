import fc from 'fast-check';
import { expect, test } from 'vitest';
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
  ['Straße', 'straße'],
  ['İstanbul', 'istanbul'],
  ['日本語 フィード', '日本語-フィード'],
  ['हिन्दी', 'हिन्दी'],
  ['../../etc/passwd', 'etc-passwd'],
  ['  --  ', ''],
  ['🦀', ''],
])('%s → %s', (name, slug) => {
  expect(slugify(name)).toBe(slug);
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
