/** English months by their first three letters, January first. */
export const MONTHS: readonly string[] = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/**
 * Months of other languages, January to December, as feeds write them; `|` separates spellings, accents do
 * not matter, and three letters and more of a name do for it. By the language's code (ISO 639). Where two
 * languages differ about a word and the feed doesn't say which is its own, the first one here keeps it.
 */
const NAMES: Readonly<Record<string, string>> = {
  de: 'januar|jaenner|janner|jän februar|feber marz|maerz|mrz april mai juni juli august september oktober|okt november dezember|dez',
  fr: 'janvier|janv fevrier|fevr|fev mars avril|avr mai juin juillet|juil aout septembre|sept octobre novembre decembre',
  es: 'enero|ene febrero marzo abril|abr mayo junio julio agosto|ago septiembre|setiembre octubre noviembre diciembre|dic',
  pt: 'janeiro fevereiro marco|mar abril maio|mai junho julho agosto setembro|set outubro|out novembro dezembro|dez',
  it: 'gennaio|gen febbraio marzo aprile maggio|mag giugno|giu luglio|lug agosto settembre|set ottobre|ott novembre dicembre|dic',
  nl: 'januari februari maart|mrt april mei juni juli augustus september oktober|okt november december',
  sv: 'januari februari mars april maj juni juli augusti september oktober|okt november december',
  nb: 'januar februar mars april mai|maj juni juli august september oktober november desember|des',
  da: 'januar februar marts april maj juni juli august september oktober november december',
  fi: 'tammikuu|tammi helmikuu|helmi maaliskuu|maalis huhtikuu|huhti toukokuu|touko kesakuu|kesa heinakuu|heina elokuu|elo syyskuu|syys lokakuu|loka marraskuu|marras joulukuu|joulu',
  hu: 'januar februar marcius|marc aprilis majus|maujus|maj junius|juni julius|juli augusztus szeptember|szept oktober november december',
  pl: 'styczen|stycznia|sty luty|lutego|lut marzec|marca kwiecien|kwietnia|kwi maj|maja czerwiec|czerwca|cze lipiec|lipca|lip sierpien|sierpnia|sie wrzesien|wrzesnia|wrz pazdziernik|pazdziernika|paz listopad|listopada|lis grudzien|grudnia|gru',
  cs: 'leden|ledna unor|unora brezen|brezna duben|dubna kveten|kvetna cerven|cervna|cvn cervenec|cervence|cvc srpen|srpna zari rijen|rijna listopad|listopadu prosinec|prosince',
  sk: 'januar|januara februar|februara marec|marca april|aprila maj|maja jun|juna jul|jula august|augusta september|septembra oktober|oktobra november|novembra december|decembra',
  ru: 'января|январь|янв февраля|февраль|фев марта|март|мар апреля|апрель|апр мая|май июня|июнь|июн июля|июль|июл августа|август|авг сентября|сентябрь|сен октября|октябрь|окт ноября|ноябрь|ноя декабря|декабрь|дек',
  mk: 'јануари|јан февруари|фев март|мар април|апр мај јуни|јун јули|јул август|авг септември|сеп октомври|окт ноември|ное декември|дек',
  uk: 'січня|січень|січ лютого|лютий|лют березня|березень|бер квітня|квітень|кві травня|травень|тра червня|червень|чер липня|липень|лип серпня|серпень|сер вересня|вересень|вер жовтня|жовтень|жов листопада|листопад|лис грудня|грудень|гру',
  be: 'студзеня|студзень лютага|люты сакавіка|сакавік красавіка|красавік мая|май чэрвеня|чэрвень ліпеня|ліпень жніўня|жнівень верасня|верасень кастрычніка|кастрычнік лістапада|лістапад снежня|снежань',
  bg: 'януари февруари март април май юни юли август септември октомври ноември декември',
  el: 'ιανουαριος|ιανουαριου|ιαν φεβρουαριος|φεβρουαριου|φεβ μαρτιος|μαρτιου|μαρ|μαρτ|μαω απριλιος|απριλιου|απρ μαιος|μαιου|μαι ιουνιος|ιουνιου|ιουν|ιον ιουλιος|ιουλιου|ιουλ|ιολ αυγουστος|αυγουστου|αυγ σεπτεμβριος|σεπτεμβριου|σεπ|σεπτ οκτωβριος|οκτωβριου|οκτ νοεμβριος|νοεμβριου|νοε|νοεμ δεκεμβριος|δεκεμβριου|δεκ',
  tr: 'ocak|oca subat|sub mart nisan|nis mayis haziran|haz temmuz|tem agustos|agu eylul|eyl ekim|eki kasim|kas aralik|ara',
  id: 'januari februari maret april mei juni juli agustus|agu september oktober|okt november|nopember desember|des',
  ca: 'gener febrer marc abril maig juny juliol agost|ago setembre octubre novembre desembre|des',
  ro: 'ianuarie|ian februarie martie aprilie|apr mai iunie|iun iulie|iul august septembrie octombrie noiembrie|noi decembrie',
  lt: 'sausis|sausio vasaris|vasario kovas|kovo balandis|balandzio geguze|geguzes birzelis|birzelio liepa|liepos|lie rugpjutis|rugpjucio|rgp rugsejis|rugsejo|rgs spalis|spalio|spl lapkritis|lapkricio gruodis|gruodzio|grd',
  lv: 'janvaris|janvari februaris|februari marts|martā aprilis|aprili maijs|maija junijs|junija julijs|julija augusts|augusta septembris|septembri oktobris|oktobri novembris|novembri decembris|decembri',
  et: 'jaanuar veebruar marts aprill mai juuni juuli august september oktoober november detsember',
  hr: 'sijecanj|sijecnja veljaca|veljace|vlj ozujak|ozujka travanj|travnja svibanj|svibnja lipanj|lipnja srpanj|srpnja kolovoz|kolovoza rujan|rujna listopad|listopada studeni|studenoga|studenog prosinac|prosinca',
  sr: 'januar|јануар februar|фебруар mart|март april|април maj|мај jun|јун jul|јул avgust|август septembar|септембар oktobar|октобар novembar|новембар decembar|децембар',
  sl: 'januar februar marec april maj junij julij avgust september oktober november december',
  is: 'januar februar mars april mai juni juli agust september oktober november desember',
  eu: 'urtarrila otsaila martxoa apirila maiatza ekaina uztaila abuztua iraila urria azaroa abendua',
  gl: 'xaneiro febreiro marzo abril maio xuño xullo agosto setembro outubro novembro decembro',
  sq: 'janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor dhjetor',
  ar: 'يناير|جانفي فبراير|فيفري|شباط مارس|اذار ابريل|افريل|نيسان مايو|ماي|ايار يونيو|يونيه|جوان|حزيران يوليو|يوليوز|يوليه|جويلية|تموز اغسطس|غشت|اوت|اب سبتمبر|شتنبر|ايلول اكتوبر نوفمبر|نونبر ديسمبر|دجنبر',
  fa: 'ژانویه فوریه مارس اوریل مه|می ژوئن ژوئیه|جولای اوت|اگوست سپتامبر اکتبر نوامبر دسامبر',
  he: 'ינואר|ינו פברואר|פבר מרץ|מרס אפריל|אפר מאי יוני|יונ יולי|יול אוגוסט|אוג ספטמבר|ספט אוקטובר|אוק נובמבר|נוב דצמבר|דצמ',
  hi: 'जनवरी|जन फ़रवरी|फरवरी|फ़र मार्च अप्रैल|अप्र मई जून जुलाई|जुल अगस्त|अग सितंबर|सितम्बर|सित अक्टूबर|अक्तूबर नवंबर|नवम्बर|नव दिसंबर|दिसम्बर|दिस',
  bn: 'জানুয়ারি|জানুয়ারী ফেব্রুয়ারি|ফেব্রুয়ারী মার্চ এপ্রিল মে জুন জুলাই আগস্ট|অগাস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর',
  ur: 'جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر',
  ta: 'ஜனவரி பிப்ரவரி மார்ச் ஏப்ரல் மே ஜூன் ஜூலை ஆகஸ்ட் செப்டம்பர் அக்டோபர் நவம்பர் டிசம்பர்',
  ka: 'იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი',
  hy: 'հունվարի|հնվ փետրվարի|փտվ մարտի|մրտ ապրիլի մայիսի|մյս հունիսի|հնս հուլիսի|հլս օգոստոսի|օգս սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի',
  az: 'yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr',
  uz: 'yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr',
  kk: 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан',
  af: 'januarie februarie maart april mei junie julie augustus september oktober november desember',
  sw: 'januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba',
  eo: 'januaro februaro marto aprilo majo junio julio aŭgusto septembro oktobro novembro decembro',
  cy: 'ionawr|ion chwefror|chwef mawrth|maw ebrill|ebr mai mehefin|meh gorffennaf|gorff awst medi hydref|hyd tachwedd|tach rhagfyr|rhag',
  tl: 'enero pebrero|peb marso abril mayo hunyo|hun hulyo|hul agosto setyembre oktubre nobyembre disyembre',
  th: 'มกราคม|มค กุมภาพันธ์|กพ มีนาคม|มีค เมษายน|เมย พฤษภาคม|พค มิถุนายน|มิย กรกฎาคม|กค สิงหาคม|สค กันยายน|กย ตุลาคม|ตค พฤศจิกายน|พย ธันวาคม|ธค',
};

/** Codes that say one of the languages above in another way. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['no', 'nb'],
  ['nn', 'nb'],
  ['sh', 'hr'],
  ['bs', 'sr'],
  ['iw', 'he'],
  ['ms', 'id'],
  ['fil', 'tl'],
  ['mr', 'hi'],
  ['ne', 'hi'],
  ['in', 'id'],
  ['mo', 'ro'],
]);

/**
 * Marks above and below letters that a date can do without; those of Thai and Hindi are letters of their own.
 */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]/g;

/** Compatibility forms and accents dropped, lower case, also of what has no decomposition. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replace(ACCENTS, '').normalize('NFKC').toLowerCase().replaceAll('ı', 'i');

/** Months by what they are called; null where a word may be either of two. */
type Dictionary = ReadonlyMap<string, string | null>;

interface Dictionaries {
  readonly names: Dictionary;
  readonly beginnings: Dictionary;
}

const SHORTEST_PREFIX = 3;

/** The names of some languages whole, and their beginnings in so far as they tell months apart. */
function dictionary(languages: readonly string[]): Dictionaries {
  const names = new Map<string, string>();
  const beginnings = new Map<string, string | null>();
  for (const language of languages)
    language.split(' ').forEach((spellings, index) => {
      const month = MONTHS[index] ?? '';
      for (const spelling of spellings.split('|')) {
        const word = folded(spelling);
        if (!names.has(word)) names.set(word, month);
        for (let end = SHORTEST_PREFIX; end < word.length; end += 1) {
          const beginning = word.slice(0, end);
          const known = beginnings.get(beginning);
          beginnings.set(beginning, known === undefined || known === month ? month : null);
        }
      }
    });
  return { names, beginnings };
}

const LONGEST_ENDING = 3;
const SHORTEST_STEM = 5;

/** The name that a word begins with, as `lokakuu` in Finnish `lokakuuta`; '' where there is none. */
function uninflected(word: string, names: Dictionary): string {
  for (let end = word.length - 1; end >= Math.max(SHORTEST_STEM, word.length - LONGEST_ENDING); end -= 1)
    if (names.has(word.slice(0, end))) return word.slice(0, end);
  return '';
}

/** Made when they are first asked for: most feeds are dated in English. */
const dictionaries = new Map<string, Dictionaries>();

/** Of one language; of all for ''. */
function dictionaryOf(code: string): Dictionaries {
  const known = dictionaries.get(code);
  if (known !== undefined) return known;
  const made = dictionary(code === '' ? Object.values(NAMES) : [NAMES[code] ?? '']);
  dictionaries.set(code, made);
  return made;
}

/**
 * The month that a folded word is in English, by its first three letters; null where it is none.
 * @param language BCP 47, of the feed: its own names come first
 */
export function monthOf(word: string, language: string | null): string | null {
  const given = language?.split('-')[0]?.toLowerCase() ?? '';
  const code = SAME.get(given) ?? given;
  for (const own of Object.hasOwn(NAMES, code) ? [code, ''] : ['']) {
    const { names, beginnings } = dictionaryOf(own);
    const month = names.get(word) ?? beginnings.get(word) ?? names.get(uninflected(word, names));
    if (typeof month === 'string') return month;
  }
  return null;
}
