import type { SafeHtml } from '../model/values.js';
import { cleanHtml } from './clean.js';
import { nestedStrictly } from './nesting.js';

const IMAGE = /<img\b[^<>]*>/g;
const PIXEL = / (?:width|height)="[01](?:px)?"/g;
/** Feed readers put controls on what plays themselves; the W3C validator calls the attribute a risk. */
const PLAYER = /<(?:audio|video)\b[^<>]*>/g;
const CONTROLS = / controls(?:="[^"]*")?/;
/** The validator knows `bdi`, but no `bdo`; a `span` keeps its `dir`, less the override. */
const OVERRIDE = /<(\/?)bdo\b/g;

/**
 * Sanitised HTML as feeds carry it: fit for CDATA, nested as strict parsers want it, without pixels that tell
 * who reads, and without what validators warn of. Expects tags as `sanitize()` writes them: lower case,
 * values in double quotes, no `<` or `>` within.
 */
export const feedHtml = (html: SafeHtml): SafeHtml =>
  nestedStrictly(cleanHtml(html))
    .replace(IMAGE, (image) => (image.match(PIXEL)?.length === 2 ? '' : image))
    .replace(PLAYER, (player) => player.replace(CONTROLS, ''))
    .replace(OVERRIDE, '<$1span') as SafeHtml;
