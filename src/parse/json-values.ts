import type { HttpUrl } from '../model/values.js';
import { type Place, resolve } from './links.js';
import { withoutCdata } from './xml/unwrap.js';

/**
 * Members of a JSON object as what they are meant to be: generators write numbers as text, one thing in place
 * of a list, and a name in place of what bears it.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Trimmed; null where it is neither text nor a number, or nothing. */
export function stringOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  const text = typeof value === 'string' ? withoutCdata(value).trim() : '';
  return text === '' ? null : text;
}

export const string = (object: JsonObject, key: string): string | null => stringOf(object[key]);

/** The members of a list; a single value is a list of one, nothing is none. */
export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** The objects of a list; a bare text is an object that has it under the key. */
export const objects = (value: unknown, key: string): readonly JsonObject[] =>
  list(value).flatMap((one) => {
    if (isObject(one)) return [one];
    return typeof one === 'string' ? [{ [key]: one }] : [];
  });

/** The object itself, or as an object that has a picture's or page's address as its `url`. */
export const address = (object: JsonObject, key: string, place: Place): HttpUrl | null => {
  const value = object[key];
  const text = isObject(value) ? value['url'] : value;
  return typeof text === 'string' ? resolve(withoutCdata(text), place) : null;
};

/** A count above zero, as a number or its digits. */
export function count(value: unknown): number | null {
  const text = stringOf(value) ?? '';
  const number = /^\d{1,15}(?:\.\d*)?$/.test(text) ? Math.round(Number(text)) : 0;
  return number > 0 ? number : null;
}
