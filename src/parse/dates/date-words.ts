/** English months by their first three letters, January first. */
export const MONTHS: readonly string[] = [
  'jan',
  'feb',
  'mar',
  'apr',
  'may',
  'jun',
  'jul',
  'aug',
  'sep',
  'oct',
  'nov',
  'dec',
];

/**
 * Months of other languages, January to December, as feeds write them; `|` separates spellings, accents do not
 * matter. Where two languages differ about a word, the first keeps it.
 */
const FOREIGN: readonly string[] = [
  'januar|jaenner|janner|jän februar|feber marz|maerz|mrz april mai juni juli august september oktober|okt november dezember|dez',
  'janvier|janv fevrier|fevr|fev mars avril|avr mai juin juillet|juil aout septembre|sept octobre novembre decembre',
  'enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre octubre noviembre diciembre|dic',
  'janeiro fevereiro marco|mar abril maio|mai junho julho agosto setembro|set outubro|out novembro dezembro|dez',
  'gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre|set ottobre|ott novembre dicembre|dic',
  'januari februari maart|mrt april mei juni juli augustus|augusti september oktober|okt november december',
  'januar februar mars april mai|maj juni juli august|augusti september oktober november desember|des',
  'tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu',
  'januar februar marcius|marc aprilis majus|maujus|maj junius|juni julius|juli augusztus szeptember|szept oktober november december',
  'styczen|stycznia|sty luty|lutego|lut marzec|marca kwiecien|kwietnia|kwi maj|maja czerwiec|czerwca|cze lipiec|lipca|lip sierpien|sierpnia|sie wrzesien|wrzesnia|wrz pazdziernik|pazdziernika|paz listopad|listopada|lis grudzien|grudnia|gru',
  'leden|ledna unor|unora brezen|brezna duben|dubna kveten|kvetna cerven|cervna cervenec|cervence srpen|srpna zari rijen|rijna listopad prosinec|prosince',
  'января|январь|янв февраля|февраль|фев марта|март|мар апреля|апрель|апр мая|май июня|июнь|июн июля|июль|июл августа|август|авг сентября|сентябрь|сен октября|октябрь|окт ноября|ноябрь|ноя декабря|декабрь|дек',
  'јануари|јан февруари|фев март|мар април|апр мај јуни|јун јули|јул август|авг септември|сеп октомври|окт ноември|ное декември|дек',
  'січня|січ лютого|лют березня|бер квітня|кві травня|тра червня|чер липня|лип серпня|сер вересня|вер жовтня|жов листопада|лис грудня|гру',
  'ιανουαριος|ιανουαριου|ιαν φεβρουαριος|φεβρουαριου|φεβ μαρτιος|μαρτιου|μαρ|μαρτ|μαω απριλιος|απριλιου|απρ μαιος|μαιου|μαι ιουνιος|ιουνιου|ιουν|ιον ιουλιος|ιουλιου|ιουλ|ιολ αυγουστος|αυγουστου|αυγ σεπτεμβριος|σεπτεμβριου|σεπ|σεπτ οκτωβριος|οκτωβριου|οκτ νοεμβριος|νοεμβριου|νοε|νοεμ δεκεμβριος|δεκεμβριου|δεκ',
  'ocak|oca subat|sub mart nisan|nis mayis haziran|haz temmuz|tem agustos|agu eylul|eyl ekim|eki kasim|kas aralik|ara',
  'januari februari maret april mei juni juli agustus|agu september oktober|okt november|nopember desember|des',
  'gener febrer marc abril maig juny juliol agost|ago setembre octubre novembre desembre|des',
  'ianuarie|ian februarie martie aprilie|apr mai iunie|iun iulie|iul august septembrie octombrie noiembrie decembrie',
];

/** Words around a time of day. */
const HALVES: readonly (readonly [RegExp, string])[] = [
  [/오전|午前|上午/g, ' am '],
  [/오후|午後|下午/g, ' pm '],
];

/** Compatibility forms and accents dropped, lower case, also of what has no decomposition. */
const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC').toLowerCase().replaceAll('ı', 'i');

function monthWords(): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const language of FOREIGN)
    language.split(' ').forEach((spellings, index) => {
      for (const word of spellings.split('|')) {
        const key = folded(word);
        if (!words.has(key)) words.set(key, MONTHS[index] ?? '');
      }
    });
  return words;
}

const MONTH_WORDS = monthWords();

/**
 * The text of a date in lower case, its spaces folded, its months in English, its digits and separators in ASCII:
 * `2004년 05월 28일` becomes `2004-05-28`.
 */
export function spelledInEnglish(text: string): string {
  let plain = folded(text)
    .replace(/(\d{1,4})\s*[년年]\s*(\d{1,2})\s*[월月]\s*(\d{1,2})\s*[일日]?/g, '$1-$2-$3 ')
    .replace(
      /(\d{1,2})\s*[시時时]\s*(\d{1,2})\s*[분分](?:\s*(\d{1,2})\s*[초秒])?/g,
      (_, h, m, s) => `${h}:${m}:${s ?? '00'} `,
    );
  for (const [word, english] of HALVES) plain = plain.replace(word, english);
  plain = plain
    .replace(/\p{L}+/gu, (word) => MONTH_WORDS.get(word) ?? word)
    .replace(/(\d)(?:st|nd|rd|th)\b/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  return KOREAN.test(text.normalize('NFC')) && /:\d+$/.test(plain) ? `${plain} kst` : plain;
}

/** Who dates in Korean and names no zone means Korea's only one. */
const KOREAN = /\d\s*년|오전|오후/;
