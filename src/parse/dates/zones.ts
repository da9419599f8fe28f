import { isRegion } from './regions.js';

/**
 * Offsets from UTC in minutes. What several zones share goes to what RFC 822 says, else to the one that blogs
 * most.
 */
const ZONES: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  uct: 0,
  zulu: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  akst: -540,
  akdt: -480,
  hst: -600,
  hast: -600,
  hadt: -540,
  ast: -240,
  adt: -180,
  nst: -210,
  ndt: -150,
  brt: -180,
  brst: -120,
  art: -180,
  clt: -240,
  clst: -180,
  cot: -300,
  pet: -300,
  vet: -240,
  uyt: -180,
  bst: 60,
  ist: 330,
  west: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  msd: 240,
  sast: 120,
  cat: 120,
  eat: 180,
  wat: 60,
  trt: 180,
  gst: 240,
  pkt: 300,
  npt: 345,
  wib: 420,
  ict: 420,
  hkt: 480,
  sgt: 480,
  myt: 480,
  pht: 480,
  awst: 480,
  jst: 540,
  kst: 540,
  acst: 570,
  acdt: 630,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  // North America's as IANA once abbreviated them.
  est5edt: -300,
  cst6cdt: -360,
  mst7mdt: -420,
  pst8pdt: -480,
};

/** Microsoft's and others' long names, `<name> standard time` or `<name> daylight time`. */
const LONG: Readonly<Record<string, number>> = {
  eastern: -300,
  central: -360,
  mountain: -420,
  pacific: -480,
  alaskan: -540,
  hawaiian: -600,
  atlantic: -240,
  newfoundland: -210,
  'greenwich mean': 0,
  gmt: 0,
  'coordinated universal': 0,
  'western european': 0,
  'central european': 60,
  'central europe': 60,
  'w. europe': 60,
  romance: 60,
  british: 0,
  'eastern european': 120,
  'e. europe': 120,
  moscow: 180,
  russian: 180,
  india: 330,
  china: 480,
  singapore: 480,
  japan: 540,
  tokyo: 540,
  korea: 540,
  'aus eastern': 600,
  'australian eastern': 600,
  'australian central': 570,
  'australian western': 480,
  'new zealand': 720,
  'e. south america': -180,
  brasilia: -180,
  israel: 120,
  'south africa': 120,
};

/** North Americans leave out which half of the year it is. */
const HALF_YEARLY: Readonly<Record<string, string>> = {
  at: 'america/halifax',
  et: 'america/new_york',
  ct: 'america/chicago',
  mt: 'america/denver',
  pt: 'america/los_angeles',
};

const NUMERIC = /^\s?\(?(?:gmt|utc?)?\s?([+\-\u2212])\s?(\d{1,2}):?(\d{2})?(?!\d)\)?/;
const WORDS = new RegExp(
  `^\\s*\\(?(${Object.keys(LONG)
    .map((name) => name.replace('.', '\\.'))
    .join('|')})\\s+(standard |daylight |summer )?time\\)?`,
);
/** A place of two words may have a space for its underscore. */
const REGION = /^\s*[([]?([a-z]+\/[a-z_/+-]+\d*(?: [a-z]+)?)/;
const NAME = /^\s*\(?([a-z]{1,5}\d?[a-z]{0,3})(?![a-z])\)?/;

/**
 * A zone: an offset in minutes, or a place whose offset depends on the date; and how many characters it took.
 */
export interface Zone {
  readonly minutes: number;
  /** IANA's name in lower case; null where `minutes` holds. */
  readonly region: string | null;
  readonly length: number;
}

/**
 * The zone at the beginning of a lower-case text. RFC 5322 4.3: a name that is unknown, and a military letter
 * but Z, says nothing; so they are UTC.
 */
export function zoneOf(text: string): Zone {
  const numeric = NUMERIC.exec(text);
  if (numeric !== null) {
    const [all, sign, hours, minutes] = numeric;
    const size = Number(hours) * 60 + Number(minutes ?? 0);
    return fixed(size > 15 * 60 ? 0 : sign === '+' ? size : -size, all.length);
  }
  const words = WORDS.exec(text);
  if (words !== null) {
    const summer = words[2]?.startsWith('standard') === false ? 60 : 0;
    return fixed((LONG[words[1] ?? ''] ?? 0) + summer, words[0].length);
  }
  return regionAt(text) ?? named(text);
}

const fixed = (minutes: number, length: number): Zone => ({ minutes, region: null, length });

function regionAt(text: string): Zone | null {
  const found = REGION.exec(text);
  if (found === null) return null;
  const [all, place = ''] = found;
  const whole = place.replace(' ', '_');
  if (isRegion(whole)) return { minutes: 0, region: whole, length: all.length };
  const [first = ''] = place.split(' ');
  return {
    minutes: 0,
    region: isRegion(first) ? first : null,
    length: all.length - place.length + first.length,
  };
}

function named(text: string): Zone {
  const [all = '', name = ''] = NAME.exec(text) ?? [];
  const region = HALF_YEARLY[name];
  if (region !== undefined) return { minutes: 0, region, length: all.length };
  const known = ZONES[name];
  return known === undefined ? fixed(0, 0) : fixed(known, all.length);
}
