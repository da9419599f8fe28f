import { describe, expect, test } from 'vitest';
import { decode } from '../../../src/parse/bytes/decode.js';
import { encoded } from '../../support/encode.js';

const bytes = (...parts: readonly (string | Uint8Array | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));
const declaring = (label: string): string => `<?xml version="1.0" encoding="${label}"?>`;
const withoutDeclaration = (text: string): string => text.replace(/^<\?xml[^>]*\?>/, '');

describe('UTF-8 under another label is UTF-8', () => {
  test.each([
    ['windows-1251', 'Новости'],
    ['koi8-r', 'Новости'],
    ['iso-8859-7', 'Καλημέρα'],
    ['gb2312', '你好世界啊'],
    ['big5', '你好世界啊'],
    ['euc-kr', '안녕하세요'],
    ['shift_jis', 'こんにちは'],
    ['euc-jp', 'こんにちは'],
    ['windows-1256', 'مرحبا'],
    ['iso-8859-1', 'é'],
    ['us-ascii', '🚀'],
    ['iso-2022-jp', 'こんにちは'],
    ['utf-16', 'Новости'],
  ])('%s: %s', (label, text) => {
    expect(decode(bytes(`${declaring(label)}<a>${text}</a>`), null)).toEqual({
      text: `${declaring(label)}<a>${text}</a>`,
      encoding: 'utf-8',
      problems: [
        label === 'utf-16'
          ? `not readable in the encoding that it declares, "utf-16"`
          : `declares the encoding "${label}", but is UTF-8`,
      ],
    });
    expect(decode(bytes(`<a>${text}</a>`), `text/xml; charset=${label}`)).toMatchObject({
      text: `<a>${text}</a>`,
      encoding: 'utf-8',
    });
  });
});

describe('a true label holds', () => {
  test.each([
    ['windows-1251', 'Сёстры и братья: рыба №1 «севера» – Ті'],
    ['windows-1251', 'Сё'],
    ['koi8-r', 'Ёлка и ёж'],
    ['iso-8859-5', 'УКРАИНА и Ёлка'],
    ['windows-1250', 'Úžasný účet: Příliš žluťoučký kůň „úpěl“ ďábelské ódy'],
    ['iso-8859-2', 'Úž'],
    ['iso-8859-2', 'Łódź: ąęśćżń, Österreich, čšž Đđ'],
    ['windows-1252', 'Ça va: «CAFÉ» « surdoué » naïf café² Œuvre – “oui” d’été'],
    ['iso-8859-15', 'Où est œuvre à 5 €'],
    ['windows-1253', 'Καλημέρα κόσμε – «Ελλάδα»'],
    ['windows-1255', 'שלום עולם'],
    ['windows-1256', 'مرحبا بالعالم'],
    ['windows-874', 'ยินดีต้อนรับ เธอรักยาก'],
    ['gbk', '联通'],
    ['gbk', '你好世界啊，联通公司的新闻'],
    ['shift_jis', 'ソース表示。ｱｲｳ カタカナ漢字'],
    ['euc-jp', '雪が降った'],
    ['euc-kr', '안녕하세요 세계'],
    ['big5', '功能許可：你好世界'],
    ['macintosh', 'L’été à l’école : « Émile », d’où “Öde” – œuvre'],
  ])('%s: %s', (label, text) => {
    const body = bytes(declaring(label), '<a>', encoded(text, label), '</a>');
    const read = decode(body, null);
    expect({ ...read, text: withoutDeclaration(read.text) }).toEqual({
      text: `<a>${text}</a>`,
      encoding: label,
      problems: [],
    });
  });

  test.each([
    ['text/xml; charset=ISO-2022-JP'],
    ['text/xml; charset=utf-8'],
    ['text/xml; charset=windows-1252'],
    ['text/xml'],
  ])('ISO-2022-JP, which is ASCII to the eye, whatever is said of it: %s', (contentType) =>
    expect(decode(bytes('<a>\u001b$B;3$NF|5-\u001b(B</a>'), contentType)).toEqual({
      text: '<a>山の日記</a>',
      encoding: 'iso-2022-jp',
      problems: [],
    }),
  );

  test('escape sequences of a terminal are none of it', () =>
    expect(decode(bytes('<a>\u001b[31mred\u001b[0m</a>'), null).encoding).toBe('utf-8'));
});

describe('a response that the bytes contradict gives way to the declaration', () => {
  test.each([
    ['utf-8', 'windows-1251', 'Дневник: первый снег'],
    ['utf-8', 'koi8-r', 'Дневник: первый снег'],
    ['utf-8', 'gbk', '你好世界啊，联通公司的新闻'],
    ['utf-8', 'iso-8859-2', 'Příliš žluťoučký kůň'],
    ['utf-8', 'windows-1252', 'Déjà vu à l’étranger'],
    ['shift_jis', 'windows-1251', 'Дневник: первый снег в этом году, наконец'],
    ['us-klingon', 'windows-1251', 'Дневник'],
  ])('%s, really %s', (header, label, text) => {
    const body = bytes(declaring(label), '<a>', encoded(text, label), '</a>');
    const read = decode(body, `text/xml; charset=${header}`);
    expect({ ...read, text: withoutDeclaration(read.text) }).toEqual({
      text: `<a>${text}</a>`,
      encoding: label,
      problems: [`not readable in the encoding that it declares, "${header}"`],
    });
  });

  test('what is UTF-8 with a stray byte stays it', () =>
    expect(decode(bytes('Дневник, первый снег, caf', [0xe9]), 'text/xml; charset=utf-8').text).toBe(
      'Дневник, первый снег, café',
    ));
});

describe('two encodings in one document', () => {
  test.each([
    ['UTF-8 texts in Latin-1', 'iso-8859-1', ['Le courrier des prés', 'Les élèves ont été reçus.']],
    ['UTF-8 texts in Cyrillic', 'windows-1251', ['Дневник: первый снег', 'Привет, мир']],
    ['UTF-8 texts in Chinese', 'gbk', ['你好世界啊，联通公司的新闻', '你好世界啊']],
    ['UTF-8 texts in Polish', 'iso-8859-2', ['Łódź: ąęśćżń', 'Gżegżółka ąę']],
  ])('%s', (_name, label, [old = '', modern = '']) => {
    const body = bytes(declaring(label), '<a>', encoded(old, label), '</a><b>', modern, '</b>');
    const read = decode(body, null);
    expect(withoutDeclaration(read.text)).toBe(`<a>${old}</a><b>${modern}</b>`);
  });

  test.each([
    [
      'one character of UTF-8, two bytes of windows-1252',
      ['Café caf', [0xe9], ' na', [0xef], 've'],
      'Café café naïve',
    ],
    ['both in one text', ['<a>Café na', [0xef], 've</a>'], '<a>Café naïve</a>'],
    ['UTF-8 by accident', [[0xab], 'CAF', [0xc9, 0xbb], ' f', [0xea], 'te'], '«CAFÉ» fête'],
    [
      'Chinese by accident',
      ['surdou', [0xe9, 0xa0, 0xbb], ' d', [0x92, 0xe9], 't', [0xe9]],
      'surdoué\u00a0» d’été',
    ],
  ])('%s, without a label', (_name, parts, text) => expect(decode(bytes(...parts), null).text).toBe(text));
});

describe('what was cut in two is no letter', () => {
  const cut = (text: string, count: number): Uint8Array => Buffer.from(text).subarray(0, -count);
  test.each([
    ['Cyrillic', bytes('<t>Привет, ', cut('мир', 1), '</t>'), '<t>Привет, ми�</t>'],
    ['Cyrillic before an ellipsis', bytes('Привет, ', cut('мир', 1), '…'), 'Привет, ми�…'],
    ['Cyrillic after a space', bytes('Длинный ', cut('з', 1), '...'), 'Длинный �...'],
    ['Cyrillic, and more words', bytes('Привет, ', cut('мир', 1), 'read more'), 'Привет, ми�read more'],
    ['Chinese', bytes('世界', cut('世', 1)), '世界�'],
    ['Chinese behind Latin', bytes('编程语言编程，Rust', cut('编', 1), '</t>'), '编程语言编程，Rust�</t>'],
    ['an emoji', bytes('Ship it ', cut('🚀', 1), '</t>'), 'Ship it �</t>'],
    ['an emoji, early', bytes('Ship it ', cut('🚀', 2), '</t>'), 'Ship it �</t>'],
    ['an emoji, all but its first byte', bytes('Los geht’s ', cut('🚀', 3), '…'), 'Los geht’s �…'],
    [
      'an emoji, all but its first byte, at the end',
      bytes('<t>So’s ', cut('🚀', 3), '</t>'),
      '<t>So’s �</t>',
    ],
    ['a quotation mark', bytes('It', cut('’', 1), '</t>'), 'It�</t>'],
    ['Latin', bytes('Un café déjà, un caf', cut('é', 1), '...'), 'Un café déjà, un caf�...'],
    ['its beginning', bytes('<t>', Buffer.from('снег').subarray(1), ' идёт</t>'), '<t>�нег идёт</t>'],
    ['Arabic', bytes('مرحبا بالعال', cut('م', 1), '</t>'), 'مرحبا بالعال�</t>'],
    ['Thai', bytes('ยินดีต้อนรั', cut('บ', 1), '…'), 'ยินดีต้อนรั�…'],
  ])('%s', (_name, body, text) => expect(decode(body, 'text/xml; charset=utf-8')).toMatchObject({ text }));
});

describe('a single byte of windows-1252 in UTF-8 is what it was', () => {
  test.each([
    ['behind a letter', ['Déjà à l’étranger : caf', [0xe9], ' noir'], 'Déjà à l’étranger : café noir'],
    ['before a letter', ['Déjà à l’été, ', [0xe9], 't', [0xe9], ' – où'], 'Déjà à l’été, été – où'],
    ['within a word', ['“Quotes” – ’ch', [0xe2], 'teau'], '“Quotes” – ’château'],
    ['alone', ['Déjà la fête, ', [0xe0], ' Rome'], 'Déjà la fête, à Rome'],
    ['a capital', ['Déjà la fête au CAF', [0xc9]], 'Déjà la fête au CAFÉ'],
    ['quotation marks', ['Он сказал: ', [0x93], 'Привет', [0x94]], 'Он сказал: “Привет”'],
    ['a letter and a mark', ['Déjà la fête – « caf', [0xe9, 0xa0, 0x21]], 'Déjà la fête – « café\u00a0!'],
  ])('%s', (_name, parts, text) =>
    expect(decode(bytes(...parts), 'text/xml; charset=utf-8')).toMatchObject({ text, encoding: 'utf-8' }),
  );
});
