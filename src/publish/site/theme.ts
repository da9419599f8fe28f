import type { Site } from '../../config/config.js';
import { contrast, MIN_CONTRAST, PAPER } from '../../config/grammar/contrast.js';
import { compareText } from '../../model/compare-text.js';
import { hexHash } from '../../model/hash.js';
import { NO_WORDS, type OwnWords, readOwnWords } from '../words/own-words.js';

/**
 * Places in a page that an operator's `theme/<part>.html` fills; docs/theme.md says where each one stands.
 */
export const THEME_PARTS = ['head', 'header', 'footer', 'home', 'about', 'not-found'] as const;
export type ThemePart = (typeof THEME_PARTS)[number];

/** What pages look like: our assets with the operator's over them, and the parts that the operator wrote. */
export interface Theme {
  /** By path below `assets/`, sorted. */
  readonly assets: ReadonlyMap<string, Uint8Array>;
  /** HTML of the operator, trusted, with `{{…}}` yet to be filled in. */
  readonly parts: ReadonlyMap<ThemePart, string>;
  /** Of words.json: words that pages say instead of ours. */
  readonly words: OwnWords;
  /**
   * Eight hex digits that change with any byte of assets, parts and words: `?v=` of live pages, and a
   * reason to render anew.
   */
  readonly version: string;
}

/** No assets and no parts: for views that are not shown as pages. */
export const PLAIN_THEME: Theme = {
  assets: new Map(),
  parts: new Map(),
  words: NO_WORDS,
  version: '00000000',
};

/** Files as they were found, by path below their folder. */
export type ThemeFiles = ReadonlyMap<string, Uint8Array>;

const STYLESHEET = 'site.css';
/** The file of a theme that has words. */
export const WORDS = 'words.json';

/**
 * Lays the operator's theme over the built-in assets: `site.css` is appended to ours after the configured
 * colours, `assets/…` add to or replace ours, `<part>.html` become parts, `words.json` has words. Other
 * files are nothing to us.
 */
export function makeTheme(
  builtIn: ThemeFiles,
  own: ThemeFiles,
  colors: Site['colors'],
  wordsFile = WORDS,
): Theme {
  const assets = new Map(builtIn);
  for (const [path, bytes] of own) {
    if (path.startsWith('assets/')) assets.set(path.slice('assets/'.length), bytes);
  }
  const styles = [assets.get(STYLESHEET), Buffer.from(accentRules(colors)), own.get(STYLESHEET)];
  assets.set(STYLESHEET, Buffer.concat(styles.filter((bytes) => bytes !== undefined)));

  const parts = new Map<ThemePart, string>();
  for (const part of THEME_PARTS) {
    const bytes = own.get(`${part}.html`);
    if (bytes)
      parts.set(
        part,
        Buffer.from(bytes)
          .toString('utf8')
          .replace(/^\uFEFF/, '')
          .trim(),
      );
  }
  const sorted = new Map([...assets].sort(([a], [b]) => compareText(a, b)));
  const given = own.get(WORDS);
  const words = given === undefined ? NO_WORDS : readOwnWords(Buffer.from(given).toString('utf8'), wordsFile);
  return { assets: sorted, parts, words, version: fingerprint(sorted, parts, given) };
}

/** Whether a published file is an asset of a theme that is at this version. */
export function isOfVersion({ assets, version }: Theme, path: string, of: string, bytes: Buffer): boolean {
  const asset = path.startsWith('assets/') ? assets.get(path.slice('assets/'.length)) : undefined;
  return of === version && asset !== undefined && bytes.equals(asset);
}

/** The stylesheet knows its accent by one custom property; print keeps to ink, whatever is configured. */
function accentRules({ accent, accentDark }: Site['colors']): string {
  const light = accent === null ? '' : `@media screen{:root{--accent:${accent}}}\n`;
  const dark = accentDark ?? (accent && readableOnDark(accent));
  return dark === null
    ? light
    : `${light}@media screen and (prefers-color-scheme:dark){:root{--accent:${dark}}}\n`;
}

/** An accent chosen for the light page, with as much white as the dark one asks for. */
function readableOnDark(accent: string): string {
  for (let white = 0; white < 1; white += 0.05) {
    const mixed = withWhite(accent, white);
    if (contrast(mixed, PAPER.dark) >= MIN_CONTRAST) return mixed;
  }
  return '#ffffff';
}

function withWhite(color: string, share: number): string {
  const digits = color.length === 4 ? color.slice(1).replace(/./g, '$&$&') : color.slice(1);
  const mixed = (digits.match(/../g) ?? []).map((pair) => {
    const channel = Number.parseInt(pair, 16);
    return Math.round(channel + (255 - channel) * share)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}

function fingerprint(assets: ThemeFiles, parts: Theme['parts'], words: Uint8Array | undefined): string {
  const files = [...assets, ...parts, ...(words === undefined ? [] : ([[WORDS, words]] as const))].flatMap(
    ([name, bytes]) => [`${name}\0${bytes.length}\0`, bytes],
  );
  return hexHash(8, ...files);
}
