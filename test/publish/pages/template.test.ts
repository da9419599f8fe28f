import { decodeHTML } from 'entities';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attribute, html, joined, operators, sanitised } from '../../../src/publish/pages/template.js';
import { markup } from './site.js';

describe('html', () => {
  test.each([
    ['text is escaped', html`<p>${'a < b & c > d'}</p>`, '<p>a &lt; b &amp; c &gt; d</p>'],
    ['attributes are escaped', html`<p title="${`"'`}"></p>`, '<p title="&quot;&#39;"></p>'],
    ['numbers stand as they are', html`${0} ${-1.5}`, '0 -1.5'],
    ['null and false leave nothing', html`<p>${null}${false}</p>`, '<p></p>'],
    ['lists are joined', html`<ul>${[html`<li>a</li>`, '&']}</ul>`, '<ul><li>a</li>&amp;</ul>'],
    ['templates nest', html`<p>${html`<b>${'<'}</b>`}</p>`, '<p><b>&lt;</b></p>'],
    ['sanitised markup is kept', html`${sanitised(markup('<p>x</p>'))}`, '<p>x</p>'],
    ['the operator’s markup is kept', html`${operators('<p>x</p>')}`, '<p>x</p>'],
    ['controls and lone surrogates are left out', html`a${'\0\u0008\ud83d'}b`, 'ab'],
    ['also in sanitised markup', html`${sanitised(markup('<p>a\0b</p>'))}`, '<p>ab</p>'],
    ['an attribute with its value', html`<p${attribute('lang', 'de')}>`, '<p lang="de">'],
    ['an attribute that is empty', html`<p${attribute('lang', '')}>`, '<p lang="">'],
    ['no attribute', html`<p${attribute('lang', null)}>`, '<p>'],
    ['glue stands between what is there', html`${joined(['a', null, 'b', false], ', ')}`, 'a, b'],
  ])('%s', (_name, made, expected) => expect(made.markup).toBe(expected));

  test('any text comes back as itself, and never as markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const { markup } = html`${text}`;
        expect(markup).not.toMatch(/[<>"']/);
        expect(html`${decodeHTML(markup)}`.markup).toBe(markup);
      }),
    );
  });
});
