import { expect, test } from 'vitest';
import { contextOf } from '../../../src/publish/pages/context.js';
import { renderPage } from '../../../src/publish/pages/page.js';
import { tagListPage } from '../../../src/publish/pages/tag-list.js';
import { config, site, tag } from './site.js';

test.each([
  ['one with a default has every post', 2, 'language', 'Every post is in one or two of them.'],
  ['one without may have none', 2, null, 'A post is in at most 2 of them.'],
  ['one at most', 1, null, 'Every post is in one of them at most.'],
  ['three at most', 3, 'language', 'A post is in at most 3 of them.'],
])('how many tags of a group a post has: %s', (_name, max, byDefault, note) => {
  const group = { slug: 'category', title: 'Categories', max, keep: 0.8, default: byDefault };
  const view = site({
    config: { ...config({ tags: [tag('language', { group: 'category' })] }), groups: [group] },
  });
  const { body } = renderPage(contextOf(view), tagListPage(view));
  expect(Buffer.from(body).toString()).toContain(`<h2>Categories</h2><p class="note">${note}</p>`);
});
