import { decodeHTML } from 'entities';
import { escapeHtml } from './escape.js';

/** A few characters, each an emoji, or what makes one of several. */
const EMOJI =
  /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|[#*\d]\ufe0f?\u20e3|\ufe0f|\u200d|[\u{e0020}-\u{e007f}]){1,24}$/u;

/**
 * What pages call the pictures that they draw for characters: WordPress, Twitter, JoyPixels, GitHub,
 * Discourse, phpBB.
 */
const CLASS =
  /(?:^|[\s_-])(?:wp-smiley|emojis?|twemoji|emojione|joypixels|smil(?:ey|ie)s?|emot(?:e|icon)s?)(?:$|[\s_-])/i;

/** Larger than a line of text, in pixels, it is a picture, whatever it is described by. */
const LARGEST = 72;
/** `:slightly_smiling_face:` */
const LONGEST = 40;

const IMG = /<img\b(?:[^<>"']|"[^"]*"|'[^']*')*>/gi;
const ATTRIBUTE = /\s(alt|class|width|height)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** Markup with the characters that its pictures are drawn for, as blogs draw emoji. */
export const withCharacters = (html: string): string =>
  html.replace(IMG, (tag) => {
    const character = characterOf(tag);
    return character === null ? tag : escapeHtml(character);
  });

/**
 * The character that an `img` within a line of text stands for, or the signs, as `:)`; null where it is a
 * picture. Those that stand for one bear a class, or are described by an emoji alone.
 */
export function characterOf(tag: string): string | null {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of tag.matchAll(ATTRIBUTE))
    attributes.set(name.toLowerCase(), decodeHTML(double ?? single ?? bare ?? ''));
  const text = attributes.get('alt')?.trim() ?? '';
  if (text === '' || text.length > LONGEST) return null;
  if (isLarge(attributes.get('width')) || isLarge(attributes.get('height'))) return null;
  return EMOJI.test(text) || (CLASS.test(attributes.get('class') ?? '') && !/\s/.test(text)) ? text : null;
}

const isLarge = (size: string | undefined): boolean => Number.parseFloat(size ?? '') > LARGEST;
