import { folded, MONTHS, monthOf } from './months.js';

/**
 * The text of a date in lower case, its spaces folded, its months in English, its digits and separators in
 * ASCII: `2004년 05월 28일` becomes `2004-05-28`.
 * @param language of the feed, for words that two languages use for different months
 */
export function spelledInEnglish(text: string, language: string | null): string {
  if (NUMBERS.test(text) && !THAI.test(language ?? '')) return text.toLowerCase();
  const plain = /^[ -~]*$/.test(text) ? text.toLowerCase() : fromOtherScripts(text);
  const dated = withClocks(withThaiYears(withVietnameseMonths(plain), language));
  const isForeign = !ENGLISH.test(FIRST_WORD.exec(dated)?.[1] ?? 'mon');
  const english = dated
    .replace(WORD, (word) =>
      ENGLISH.test(word) && !isForeign ? word : (foreignMonth(word, language) ?? word),
    )
    .replace(/(\d)(?:st|nd|rd|th)\b/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return /:\d+$/.test(english) && KOREAN.test(text.normalize('NFC')) ? `${english} kst` : english;
}

/** RFC 3339, as all of Atom has it. */
const NUMBERS = /^\d{4}-\d\d-\d\dT\d\d:[\d:.+-]*Z?$/;
const WORD = /[\p{L}\p{M}]+/gu;
/** A word before any digit, where the day of the week stands. */
const FIRST_WORD = /^[^\p{L}\p{Nd}]*([\p{L}\p{M}]+)/u;
/** RFC 822's and 3339's words, which feeds in all languages use. */
const ENGLISH =
  /^(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day|jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|gmt|utc|ut|am|pm|t|z)$/;

/** Hebrew says "in October" in one word. */
const foreignMonth = (word: string, language: string | null): string | null =>
  monthOf(word, language) ?? (word.startsWith('ב') ? monthOf(word.slice(1), language) : null);

function fromOtherScripts(text: string): string {
  const dated = withCjkDates(inOurDigits(folded(text).replace(/\p{Cf}/gu, '')));
  return [...ARABIC_PAIRS, ...HALVES, ...ZONES].reduce(
    (plain, [words, english]) => plain.replace(words, english),
    dated,
  );
}

/** The zeros of the digits that feeds are dated in: Arabic, Persian, Hindi, Bengali, Thai. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

const inOurDigits = (text: string): string =>
  text.replace(/[^\P{Nd}0-9]/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((zero) => point >= zero && point <= zero + 9);
    return zero === undefined ? digit : String(point - zero);
  });

const CJK_NUMBER =
  /(?<![〇零一二三四五六七八九十])[〇零一二三四五六七八九十]+(?=\s?[年月日號号时時点點分秒])/g;
const CJK_DIGITS = '〇一二三四五六七八九';

/** `十`, `十一`, `三十`, `二十五`, and digit by digit `二〇一三`. */
function cjkNumber(text: string): string {
  const digits = Array.from(text.replaceAll('零', '〇'));
  const ten = digits.indexOf('十');
  const digitOf = (digit: string | undefined, otherwise: number): number =>
    digit === undefined ? otherwise : CJK_DIGITS.indexOf(digit);
  if (ten < 0) return digits.map((digit) => digitOf(digit, 0)).join('');
  return String(digitOf(digits[ten - 1], 1) * 10 + digitOf(digits[ten + 1], 0));
}

/** The years before the first of an emperor of Japan, or of the Chinese republic. */
const ERAS: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925, 民國: 1911, 民国: 1911 };
const ERA_YEAR = /(令和|平成|昭和|民國|民国)\s*(\d{1,3}|元)\s*年/g;

/**
 * Chinese, Japanese and Korean dates, whose units follow their numbers; a month alone, as in `30 10月 2013`,
 * too.
 */
const withCjkDates = (text: string): string =>
  text
    .replace(CJK_NUMBER, cjkNumber)
    .replace(ERA_YEAR, (_, era, year) => `${(ERAS[era] ?? 0) + (year === '元' ? 1 : Number(year))}年`)
    .replace(/(\d{1,4})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日號号]?/g, '$1-$2-$3 ')
    .replace(
      /(\d{1,2})\s*[시時时点點](?:\s*(\d{1,2})\s*[분分](?:\s*(\d{1,2})\s*[초秒])?|\s*([반半]))?/g,
      (_, h, m, s, half) => `${h}:${m ?? (half === undefined ? '00' : '30')}:${s ?? '00'} `,
    )
    .replace(/(\d{1,2})\s*[월月]/g, (_, month) => monthWord(Number(month)))
    .replace(/(\d{1,4})\s*[년年일日號号]/g, '$1 ');

const monthWord = (month: number): string => ` ${MONTHS[month - 1] ?? ''} `;

/** Vietnamese months are numbers: `tháng mười một`, `tháng 11`, `thg 11`, `Th11`. */
const VIETNAMESE: Readonly<Record<string, number>> = {
  mot: 1,
  gieng: 1,
  hai: 2,
  ba: 3,
  tu: 4,
  nam: 5,
  sau: 6,
  bay: 7,
  tam: 8,
  chin: 9,
  muoi: 10,
  'muoi mot': 11,
  'muoi hai': 12,
  chap: 12,
};

const withVietnameseMonths = (text: string): string =>
  !/t(?:hang|hg|h?\d|hu \d)/.test(text) ? text : vietnameseMonths(text);

const vietnameseMonths = (text: string): string =>
  text
    .replace(/(?<![\p{L}\d])(?:t|thu )[2-7](?=,)/gu, ' ') // the days of the week, "fourth" for Wednesday
    .replace(/(?<!\p{L})thang ([a-z]+(?: (?:mot|hai)(?!\p{L}))?)/gu, (phrase: string, name: string) => {
      const month = VIETNAMESE[name];
      return month === undefined ? phrase : monthWord(month);
    })
    .replace(/(?<![\p{L}\d])(?:thang |thg ?|th)(\d{1,2})(?!\d)/gu, (_, month) => monthWord(Number(month)));

const THAI = /^th\b/i;

/**
 * Thailand counts from the Buddha's death, 543 years earlier; its abbreviations have points between letters.
 */
const withThaiYears = (text: string, language: string | null): string =>
  !/[\u0e00-\u0e7f]/.test(text) && !THAI.test(language ?? '')
    ? text
    : text
        .replace(/(?<=[\u0e00-\u0e7f])\.(?=[\u0e00-\u0e7f])/g, '')
        .replace(/(?<!\d)2[4-7]\d{2}(?!\d)/g, (year) => String(Number(year) - 543));

/** Two words for a month in Syria and Iraq. */
const ARABIC_PAIRS: readonly (readonly [RegExp, string])[] = [
  [/كانون الثاني/g, ' jan '],
  [/تشرين الاول/g, ' oct '],
  [/تشرين الثاني/g, ' nov '],
  [/كانون الاول/g, ' dec '],
];

/** Words around a time of day: Korean, Chinese, Japanese, Arabic, Vietnamese, Greek, Turkish, Persian. */
const HALVES: readonly (readonly [RegExp, string])[] = [
  [/오전|午前|上午|早上|凌晨|清晨/g, ' am '],
  [/오후|午後|下午|晚上|傍晚/g, ' pm '],
  [/(?<=:\d\d) ?(?:ص|صباحا|sa|πμ|π\.μ\.|oo|قظ|ق\.ظ)(?!\p{L})/gu, ' am '],
  [/(?<=:\d\d) ?(?:م|مساء|ch|μμ|μ\.μ\.|os|بظ|ب\.ظ)(?!\p{L})/gu, ' pm '],
];

/** Zones that are abbreviated in other letters. */
const ZONES: readonly (readonly [RegExp, string])[] = [[/(?<=:\d\d) ?\(?мск(?!\p{L})\)?/gu, ' msk ']];

/**
 * Finnish, Danish, German, Dutch, Polish and Italian put a point into their times, which then stand behind or
 * before a word for "o'clock", or behind a date; so do databases.
 */
const POINTED =
  /(?<!\p{L})(?:klo|kello|kl|klokken|um|alle|ore|godz|o)\.? ?(\d{1,2})\.(\d{2})(?![.\d])|(?<![.\d])(\d{1,2})\.(\d{2}) (?:uhr|uur)\b/gu;
const BEHIND_DATE = /(?<=\d{4},? |-\d\d[t ])(\d{1,2})\.(\d{2})(?:\.(\d{2})(?:\.\d+)?)?(?![.\d])/g;

const withClocks = (text: string): string => (!/\.|\d ?h|uhr/.test(text) ? text : pointedClocks(text));

/** French and Portuguese have an `h`, German has "Uhr", Spanish puts a space into its halves. */
const pointedClocks = (text: string): string =>
  text
    .replace(POINTED, (_, hour, minute, hour2, minute2) => ` ${hour ?? hour2}:${minute ?? minute2} `)
    .replace(BEHIND_DATE, (_, hour, minute, second = '00') => `${hour}:${minute}:${second}`)
    .replace(/(?<!\d)(\d{1,2}) ?(?:h|uhr) ?(\d{2})(?!\d)/g, '$1:$2')
    .replace(/(?<![\d:])(\d{1,2}) ?(?:h|uhr)(?![\p{L}\d])/gu, '$1:00')
    .replace(/(?<!\p{L})([ap])\. ?m\./gu, ' $1m ');

/** Who dates in Korean and names no zone means Korea's only one. */
const KOREAN = /\d\s*년|오전|오후/;
