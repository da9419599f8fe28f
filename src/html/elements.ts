/**
 * Elements of HTML by what they are and do: every list of them that the program needs. All names in lower
 * case.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Have no end tag (HTML 13.1.2), `param` of earlier versions among them. */
export const VOID = words('area base br col embed hr img input link meta param source track wbr');

export const HEADINGS = words('h1 h2 h3 h4 h5 h6');

/** Their start tags end a paragraph (HTML 13.2.6.4.7, "close a p element"). */
export const CLOSES_PARAGRAPH = words(`
  address article aside blockquote center details div dl figcaption figure footer header hr li main menu nav ol p pre
  section summary table ul dd dt h1 h2 h3 h4 h5 h6`);

/** Begin on a line of their own. */
export const BLOCKS: ReadonlySet<string> = new Set([
  ...CLOSES_PARAGRAPH,
  ...words('br caption tbody tfoot thead tr'),
]);

/**
 * Stand within a line of text. All others separate what is before and after them, `sup` too: the mark of a
 * footnote is no part of the word that it follows.
 */
export const INLINE = words(`
  a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike
  strong sub time tt u var wbr`);

/** Code within a line. */
export const CODE = words('code kbd samp tt');

/** A browser shows nothing of what they hold. */
export const HIDDEN = words(`
  script style template iframe noembed noframes title datalist object canvas audio video`);

/** What they hold shows only where they themselves can't. */
export const FALLBACK = words('audio video rp');

/** What is outside of them can't be seen from within ("button scope"). */
export const SCOPES = words('caption table td th');

/** End the search for an open item (the "special" elements, less address, div and p). */
export const ITEM_SCOPES = words(`
  article aside blockquote caption center details dl figcaption figure footer header main menu nav ol pre section summary
  table tbody td tfoot th thead tr ul`);

/** Parts of a table, and what they may stand in: anywhere else a parser ignores them. */
export const TABLE_PARENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['caption', words('table')],
  ['colgroup', words('table')],
  ['thead', words('table')],
  ['tbody', words('table')],
  ['tfoot', words('table')],
  ['tr', words('table thead tbody tfoot')],
  ['td', words('tr')],
  ['th', words('tr')],
  ['col', words('colgroup')],
]);

/** What blogs write with: published; all others go, and their text stays. */
export const PUBLISHED = words(`
  a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del details dfn dl dt em
  figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark menu nav ol p picture pre q rp rt ruby
  s samp section small source span strong sub summary sup table tbody td tfoot th thead time tr track u ul var video wbr
  div strike tt big center`);

/** Go with all that they hold: it was never meant to be read. */
export const DROPPED = words(`
  script style textarea option noscript template xmp title head noembed noframes`);

/**
 * Mean markup where they stand in a title; of a name that is a word of programming as well, `<T>` or
 * `<data>`, nobody can say.
 */
export const IN_TITLES = words(`
  a abbr acronym address applet article aside b bdi bdo big blockquote br center cite code dd del details dfn div dl dt em
  embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 header hr i iframe img input ins kbd
  label legend li link main mark math meta nav nobr object ol option p param path picture pre q rp rt ruby s samp script
  section select small source span strike strong style sub summary sup svg table tbody td textarea tfoot th thead time
  title tr tt u ul var video wbr`);

/** All of HTML and what embeds others: in plain text they are text, yet many readers would obey them. */
export const ELEMENTS = words(`
  a abbr acronym address applet area article aside audio b base bdi bdo big blockquote body br button canvas caption
  center cite code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font
  footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins kbd label legend li link main
  map mark marquee math menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt
  ruby s samp script section select slot small source span strike strong style sub summary sup svg table tbody td template
  textarea tfoot th thead time title tr track tt u ul var video wbr xmp`);

/** Attributes that hold one address each. */
export const ADDRESSES = words('href src cite poster longdesc');

/** Show nothing of their own around what they hold: something wrapped whole stands in them. */
export const WRAPPERS = words('html body div main article section center pre');

/** Show nothing, with all that they hold. */
export const UNSEEN = words('head title style script noscript template');

/** Are nothing without an address: such a tag in a title is a word, "taming <input type=number>". */
export const NOTHING_WITHOUT_ADDRESS = words('img input embed source param link meta');

/** Are left without an end tag by habit, or have none. */
export const OFTEN_UNPAIRED = words('p li hr wbr path');
