import type { searchWords } from './en.js';
import type { english } from './english.js';

/** The forms that numbers ask for, as the Unicode CLDR names them; which of them depends on the language. */
export const PLURAL_FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;
export type PluralForm = (typeof PLURAL_FORMS)[number];

/** One text for each form that a number may ask for; `other` stands for those that are missing. */
export type Forms = { readonly other: string } & { readonly [form in PluralForm]?: string };

type English = typeof english;

/**
 * All words of pages, feeds and farewells in one language: texts with `{places}` for values, forms where a
 * number decides, lists of names. English says which there are.
 */
export type Words = {
  readonly [Key in keyof English]: English[Key] extends string
    ? string
    : English[Key] extends readonly string[]
      ? readonly string[]
      : Forms;
};

/** Some of them. */
export type SomeWords = { readonly [Key in keyof Words]?: Words[Key] };

export type WordKey = keyof Words;
/** The words that the script of the search page has. */
export type SearchKey = keyof typeof searchWords;
/** Names in a row, such as the months. */
export type ListKey = {
  [Key in WordKey]: Words[Key] extends readonly string[] ? Key : never;
}[WordKey];
export type TextKey = Exclude<WordKey, ListKey>;

type PlacesIn<Text> = Text extends `${string}{${infer Place}}${infer Rest}` ? Place | PlacesIn<Rest> : never;
/** The places of a text, or of any of its forms. */
export type PlaceOf<Key extends TextKey> = English[Key] extends string
  ? PlacesIn<English[Key]>
  : PlacesIn<English[Key][keyof English[Key]]> | 'n';
