import { describe, expect, test } from 'vitest';
import { escapeXml, xmlSafe } from '../../src/text/xml.js';

describe('xmlSafe', () => {
  test.each([
    ['ordinary text stays', 'naïve 日本 👩‍👩‍👧‍👦\n\ttab', 'naïve 日本 👩‍👩‍👧‍👦\n\ttab'],
    ['controls go', 'a\u0000b\u0001c\u001b[31m', 'abc[31m'],
    ['what parts words parts them still', 'a\u000bb\u000cc\u0085d', 'a b c d'],
    ['C1 controls go', 'it\u0092s', 'its'],
    ['lone surrogates go', 'a\ud83d b\ude00', 'a b'],
    ['noncharacters go', 'a\ufffe\uffff\u{1fffe}\ufdd0b', 'ab'],
    ['what could not be read is a question mark', 'caf\ufffd', 'caf?'],
    ['line ends are one', 'a\r\nb\rc', 'a\nb\nc'],
  ])('%s', (_name, text, clean) => expect(xmlSafe(text)).toBe(clean));
});

test('what means something in XML is written as references', () => {
  expect(escapeXml(`<a href="x">Tom & 'Jerry'</a>`)).toBe(
    "&lt;a href=&quot;x&quot;&gt;Tom &amp; 'Jerry'&lt;/a&gt;",
  );
});
