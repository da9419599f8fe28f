/**
 * Pictures that a script loads when they come into view. Feeds have no scripts: what it would put into `src`
 * stands in one of many attributes, and `src` holds a grey box.
 */

type Attributes = Readonly<Record<string, string>>;

/** Where loaders keep the address, which is meant whatever `src` has. */
const OWN = [
  'data-src',
  'data-lazy-src',
  'data-original',
  'data-original-src',
  'data-actualsrc',
  'data-cfsrc',
  'data-ll-src',
  'data-echo',
  'data-real-src',
  'lazy-src',
  'lazysrc',
];
/** Where it may be, if `src` is nothing. */
const POSSIBLE = [
  'data-lazy',
  'data-lazyload',
  'data-lazyload-src',
  'data-delayed-url',
  'data-defer-src',
  'data-orig-src',
  'data-img-src',
  'data-image-src',
  'data-image',
  'data-img-url',
  'data-url',
  'data-large-file',
  'data-orig-file',
  '_src',
  'original',
  'file',
];
/** Loaders are many: under other names of theirs the file of a picture is meant, unless it is a small one. */
const ANY_OTHER = /^(?:data-|v-|ng-)/;
const ASIDE = /thumb|small|tiny|low|lqip|preview|placeholder|author|avatar|set$/;
const PICTURE = /^[^\s{["'<>]+\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)/i;

const pictureIn = (tag: string, attributes: Attributes): string | undefined =>
  tag !== 'img'
    ? undefined
    : Object.entries(attributes).find(
        ([name, value]) => ANY_OTHER.test(name) && !ASIDE.test(name) && PICTURE.test(value.trim()),
      )?.[1];

const SETS = ['data-srcset', 'data-lazy-srcset', 'data-original-set', 'data-ll-srcset', 'lazy-srcset'];

/** The attributes of a picture, film or frame as its loader would leave them. */
export function loaded(tag: string, attributes: Attributes): Record<string, string> {
  const { src = '', srcset = '' } = attributes;
  const set = SETS.map((name) => attributes[name] ?? '').find((value) => value.trim() !== '') ?? srcset;
  const isEmpty = isPlaceholder(src);
  const names = isEmpty ? [...OWN, ...POSSIBLE] : OWN;
  const own = names.map((name) => attributes[name] ?? '').find(isAddress);
  const other = (): string | undefined =>
    (src === '' ? undefined : firstOf(set)) ?? pictureIn(tag, attributes);
  const address = own ?? (isEmpty ? other() : undefined);
  const poster = attributes['poster'] ?? attributes['data-poster'];
  return {
    ...(address !== undefined && { src: address }), // for its place
    ...attributes,
    ...(address !== undefined && { src: address }),
    ...(set !== '' && { srcset: set }),
    ...(poster !== undefined && { poster }),
  };
}

/** Whether a picture's address is of nothing to look at. */
export function isPlaceholder(src: string): boolean {
  if (/^\s*(?:$|#|about:|data:|javascript:)/i.test(src)) return true;
  const [path = ''] = src.split(/[?#]/);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.length <= LONGEST && /\.(?:gif|png|svg|jpe?g|webp)$/i.test(name) && PLACEHOLDER.test(name);
}

const LONGEST = 100;
const PLACEHOLDER =
  /(?:^|[_.-])(?:placeholder|spacer|blank|transparent|lazy|lazyload|loading|loader|pixel|1x1|1px|trans|grey|gray|empty)[_.-]/i;

/** Some attributes of these names say "true", or hold the options of a script. */
const isAddress = (value: string): boolean =>
  /^\s*(?:https?:\/\/|\/|\.{1,2}\/|[^\s{["'<>:]+\.[a-z\d]{3,4}(?:[?#]|\s*$))/i.test(value);

const firstOf = (srcset: string): string | undefined => {
  const [first = ''] = srcset.trim().split(/\s/);
  const address = first.replace(/,$/, '');
  return address === '' || address.startsWith('data:') ? undefined : address;
};
