import { describe, expect, test } from 'vitest';
import { sanitize } from '../../src/html/sanitize.js';
import { httpUrl } from '../../src/model/values.js';
import { costOf } from '../support/cost.js';

const base = httpUrl('https://blog.example/');
const clean = (value: string) => sanitize({ type: 'html', value, base });
/** What is left of the formulas' wrappers says nothing. */
const shown = (value: string) => clean(value).replace(/<\/?span>/g, '');

const ENERGY = '<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>';
const FRACTION = '<mfrac><mi>a</mi><mrow><mi>b</mi><mo>+</mo><mn>1</mn></mrow></mfrac>';
const annotated = (presentation: string, tex: string): string =>
  `<math><semantics><mrow>${presentation}</mrow><annotation encoding="application/x-tex">${tex}</annotation></semantics></math>`;

describe('a formula is seen once', () => {
  test.each([
    [
      'of KaTeX',
      `<span class="katex"><span class="katex-mathml">${annotated(ENERGY, 'E=mc^2')}</span><span class="katex-html" aria-hidden="true"><span>E=m</span><span>c2</span></span></span>`,
      'E=mc<sup>2</sup>',
    ],
    [
      'of KaTeX, which does not read in one line',
      `<span class="katex"><span class="katex-mathml">${annotated(FRACTION, '\\frac{a}{b+1} &lt; 1')}</span><span class="katex-html" aria-hidden="true">ab+1</span></span>`,
      '\\frac{a}{b+1} &lt; 1',
    ],
    [
      'of KaTeX, as a rendering alone',
      '<span class="katex"><span class="katex-html" aria-hidden="true">E=mc2</span></span>',
      'E=mc2',
    ],
    [
      'of MathJax 2, its source behind it',
      `<span class="MathJax_Preview"></span><span class="MathJax"><nobr aria-hidden="true">E=mc2</nobr><span class="MJX_Assistive_MathML"><math>${ENERGY}</math></span></span><script type="math/tex">E=mc^2</script>`,
      'E=mc<sup>2</sup>',
    ],
    [
      'of MathJax 3',
      `<mjx-container class="MathJax"><mjx-math aria-hidden="true">E=mc2</mjx-math><mjx-assistive-mml><math>${ENERGY}</math></mjx-assistive-mml></mjx-container>`,
      'E=mc<sup>2</sup>',
    ],
    [
      'of Wikipedia',
      `<span class="mwe-math-element"><span style="display: none">${annotated(FRACTION, '{\\displaystyle {\\frac {a}{b}}}')}</span><img src="/f.svg" class="mwe-math-fallback-image-inline" aria-hidden="true" alt="{\\displaystyle {\\frac {a}{b}}}"></span>`,
      '{\\frac {a}{b}}',
    ],
    ['as a script’s source', '<script type="math/tex; mode=display">a < b</script>', 'a &lt; b'],
    ['without a source', `<math>${FRACTION}</math>`, '(a)/(b+1)'],
    ['with its source as an attribute', `<math alttext="\\frac{a}{b}">${FRACTION}</math>`, '\\frac{a}{b}'],
    ['beside one that is hidden and alike', '<math><mi>a</mi></math><span aria-hidden="true">a</span>', 'a'],
    ['with entities', '<math><mi>a</mi><mo>&lt;</mo><mi>&alpha;</mi></math>', 'a&lt;α'],
  ])('%s', (_name, formula, expected) =>
    expect(shown(`<p>Energy <span>${formula}</span> is known.</p>`)).toBe(
      `<p>Energy ${expected} is known.</p>`,
    ),
  );

  test('and signs that are hidden from those who listen are seen', () =>
    expect(
      shown('<p><span aria-hidden="true">🎉</span> <math><mi>x</mi></math> <b aria-hidden="true">→</b></p>'),
    ).toBe('<p>🎉 x <b>→</b></p>'));
});

describe('a picture that is drawn for a character is the character', () => {
  test.each([
    [
      'WordPress’',
      '<img src="https://s.w.example/72x72/1f680.png" alt="🚀" class="wp-smiley" style="height: 1em" />',
      '🚀',
    ],
    ['phpBB', '<img class="smilies" src="/wink.gif" alt=";)" title="Wink" width="15" height="17">', ';)'],
    ['WordPress’ of old', "<img src='/icon_smile.gif' alt=':-)' class='wp-smiley'>", ':-)'],
    ['GitHub’s', '<img class="emoji" alt=":rocket:" src="/r.png" height="20" width="20">', ':rocket:'],
    ['by its description alone', '<img height="16" width="16" alt="&#x1F525;" src="/f.png">', '🔥'],
    ['several characters', '<img class="emoji" alt="👩‍👩‍👧🇺🇸1️⃣" src="/f.png">', '👩‍👩‍👧🇺🇸1️⃣'],
    ['never markup', '<img class="emoji" alt="<script>" src="/f.png">', '&lt;script&gt;'],
  ])('%s', (_name, picture, expected) =>
    expect(clean(`<p>a ${picture} b</p>`)).toBe(`<p>a ${expected} b</p>`),
  );

  test.each([
    ['a photograph', '<img src="https://blog.example/boat.jpg" alt="A boat" width="600" height="400" />'],
    ['one described by an emoji', '<img src="https://blog.example/boat.jpg" alt="⛵" width="600" />'],
    ['one without a description', '<img src="https://blog.example/emoji.png" />'],
  ])('but %s stays', (_name, picture) => expect(clean(picture)).toBe(picture));
});

describe('a picture that a script would load is there', () => {
  const DOT = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
  const REAL = '<img src="https://blog.example/real.jpg" alt="A" />';
  test.each([
    ['in data-src', `<img src="${DOT}" data-src="/real.jpg" alt="A">`, REAL],
    ['in data-src, without src', '<img data-src="/real.jpg" alt="A">', REAL],
    ['in data-src, behind a blurred one', '<img src="/tiny.jpg" data-src="/real.jpg" alt="A">', REAL],
    [
      'in data-original, behind a picture that spins',
      '<img src="/img/loading.gif" data-original="/real.jpg" alt="A">',
      REAL,
    ],
    [
      'where another attribute only says that it is lazy',
      `<img src="${DOT}" data-lazy="true" data-url="/real.jpg" alt="A">`,
      REAL,
    ],
    [
      'once, its copy in noscript',
      `<img src="${DOT}" data-src="/real.jpg" alt="A"><noscript><img src="/real.jpg" alt="A"></noscript>`,
      REAL,
    ],
    [
      'in noscript alone',
      `<img src="${DOT}" class="lazy"><noscript><img src="/real.jpg" alt="A"></noscript>`,
      `<span>${REAL}</span>`,
    ],
    [
      'in the noscript of a figure',
      '<figure><noscript><img src="/real.jpg" alt="A"></noscript></figure>',
      `<figure><span>${REAL}</span></figure>`,
    ],
    [
      'in a set',
      `<img src="${DOT}" data-srcset="/real.jpg 1x, /large.jpg 2x" alt="A">`,
      '<img src="https://blog.example/real.jpg" alt="A" srcset="https://blog.example/real.jpg 1x, https://blog.example/large.jpg 2x" />',
    ],
    [
      'in an attribute of whichever loader',
      `<img src="${DOT}" data-caption-url="https://blog.example/page" data-hi-res-src="/real.jpg" alt="A">`,
      REAL,
    ],
    [
      'in an attribute behind one that has a small one',
      `<img src="${DOT}" data-thumb="/20.jpg" v-lazy="/real.jpg" alt="A">`,
      REAL,
    ],
    ['in AMP', '<amp-img src="/real.jpg" alt="A"></amp-img>', REAL],
  ])('%s', (_name, html, expected) => expect(clean(html)).toBe(expected));

  test.each([
    [
      'films',
      '<video data-src="/v.mp4" data-poster="/v.jpg"></video>',
      '<video src="https://blog.example/v.mp4" poster="https://blog.example/v.jpg"></video>',
    ],
    [
      'sources',
      '<picture><source data-srcset="/a.webp" type="image/webp"></picture>',
      '<picture><source type="image/webp" srcset="https://blog.example/a.webp"></source></picture>',
    ],
    [
      'films with a picture of them',
      '<video data-cover="/v.jpg" controls><source src="/v.mp4"></video>',
      '<video controls><source src="https://blog.example/v.mp4"></source></video>',
    ],
    [
      'frames',
      '<iframe src="about:blank" data-src="/v"></iframe>',
      '<a href="https://blog.example/v" title="blog.example">▶</a>',
    ],
  ])('and so are %s', (_name, html, expected) => expect(clean(html)).toBe(expected));

  test.each([
    ['a picture that is its own data', `<img src="${DOT}" alt="dot" />`, `<img src="${DOT}" alt="dot" />`],
    [
      'a picture with an attribute that is no address',
      '<img src="/a.jpg" data-src="{&quot;x&quot;:1}">',
      '<img src="https://blog.example/a.jpg" />',
    ],
    [
      'the pixel of a counter',
      '<p>a</p><noscript><img src="https://count.example/p.gif" width="1" height="1"></noscript>',
      '<p>a</p>',
    ],
    [
      'a counter of any size',
      '<p>a</p><noscript><img src="https://count.example/p.gif"></noscript>',
      '<p>a</p>',
    ],
    [
      'a counter behind a lazy picture',
      `<img src="${DOT}" alt="A"><noscript><img src="https://count.example/p.gif" style="display:none"></noscript>`,
      `<img src="${DOT}" alt="A" />`,
    ],
    ['a text for who has no scripts', '<p>a</p><noscript>Enable scripts</noscript>', '<p>a</p>'],
  ])('not otherwise: %s', (_name, html, expected) => expect(clean(html)).toBe(expected));
});

test.each([
  ['formulas', '<math></math>'],
  ['formulas in spans', '<span class="katex"><math><mi>x</mi></math><i aria-hidden="true">x</i></span>'],
  ['noscripts', '<noscript><img src=x></noscript>'],
  ['open noscripts', '<noscript><img '],
  ['nested superscripts', '<msup>'],
  ['lazy pictures', '<img data-src="x.jpg" class="emoji" alt="a b">'],
  ['names of nothing', '<img src="1x1-'],
])('takes little time over 500 KB of %s', async (_name, piece) => {
  const html = `<math>${piece.repeat(500_000 / piece.length)}`;
  const both = () => clean(html) + clean(html.slice('<math>'.length));
  expect(await costOf(both)).toBeLessThan(500);
});
