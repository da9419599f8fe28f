import type { Post } from '../../model/post.js';
import { day } from '../../model/words.js';
import { type PostStyle, postArticle } from './post.js';
import { html, type Raw } from './template.js';

/** Posts as single lines under their days; `posts` are newest first. */
export function days(posts: readonly Post[], style: PostStyle): Raw {
  const groups: [Post, ...Post[]][] = [];
  for (const post of posts) {
    const last = groups.at(-1);
    if (last && day(last[0].published) === day(post.published)) last.push(post);
    else groups.push([post]);
  }
  return html`<div class="compact">
${groups.map((group) => section(group, style))}</div>`;
}

function section(posts: readonly [Post, ...Post[]], style: PostStyle): Raw {
  const at = posts[0].published;
  return html`<section class="day"><h3 class="when"><time datetime="${day(at)}">${style.context.words.shortDate(at)}</time></h3>
${posts.map((post) => postArticle(post, style))}</section>
`;
}
