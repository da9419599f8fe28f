/**
 * What the HTML of a post costs on its way: made safe, searched for words, shortened. Posts of 0.3 to 60 KB, written
 * plainly or with one thing in them that only a parser can mend. CPU time, on one core.
 */
import { excerpt } from '../src/html/excerpt.ts';
import { sanitize } from '../src/html/sanitize.ts';
import { visibleText } from '../src/html/text.ts';

const POSTS = 400;
const ROUNDS = 5;
const EXCERPT = 300;

const PARAGRAPH =
  '<p>The borrow checker &amp; I have an <em>understanding</em>: it says <code>no</code>, I listen – it&#8217;s <a href="/posts/2">longer</a>.</p>\n';
const CODE = '<pre><code class="language-rust">fn main() {\n    println!("{}", 1 &lt; 2);\n}</code></pre>\n';
const PICTURE =
  '<figure><img src="/a.png" srcset="/a.png 300w, /b.png 600w" alt="A" class="wp-image" /><figcaption>A</figcaption></figure>\n';

/** Sizes as blogs have them: half of the posts are below 3 KB, some are twenty times as long. */
const sizeOf = (n) => Math.min(60_000, 300 * 1.014 ** n);

function post(n, odd) {
  const parts = [odd];
  for (let size = 0, at = n; size < sizeOf(n); at += 1) {
    const part = at % 7 === 0 ? CODE : at % 11 === 0 ? PICTURE : PARAGRAPH;
    parts.push(part);
    size += part.length;
  }
  return parts.join('');
}

const KINDS = {
  plain: '',
  'a paragraph without its end': '<p>In short.\n',
  'a frame': '<iframe src="https://video.example/1"></iframe>\n',
  'a formula': '<math><mi>x</mi></math>\n',
};

/** Milliseconds of CPU that a post takes. */
function cost(work, posts) {
  for (const one of posts) work(one);
  const start = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round += 1) for (const one of posts) work(one);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / ROUNDS / posts.length;
}

const rows = Object.entries(KINDS).map(([kind, odd]) => {
  const posts = Array.from({ length: POSTS }, (_, n) => ({
    type: 'html',
    value: post(n, odd),
    base: 'https://blog.example/',
  }));
  const safe = posts.map(sanitize);
  const figures = {
    'sanitise ms': cost(sanitize, posts),
    'text ms': cost(visibleText, safe),
    'excerpt ms': cost((html) => excerpt(html, EXCERPT), safe),
  };
  const characters = posts.reduce((sum, { value }) => sum + value.length, 0);
  const all = Object.values(figures).reduce((sum, ms) => sum + ms, 0);
  return {
    posts: kind,
    ...Object.fromEntries(Object.entries(figures).map(([name, ms]) => [name, ms.toFixed(3)])),
    'MB/s': (characters / POSTS / 1000 / all).toFixed(0),
  };
});
console.table(rows);
