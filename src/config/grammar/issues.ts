import { z } from 'zod';
import type { Finding } from '../json/locate.js';
import { type JsonPath, showPath } from '../json/problem.js';
import { closestWord } from './did-you-mean.js';
import { show } from './values.js';

/** The names of JSON's types, as messages have them. */
const KINDS: Readonly<Record<string, string>> = {
  object: 'an object { … }',
  record: 'an object { "name": … }',
  array: 'a list [ … ]',
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
};

/**
 * Messages for the issues that schema.ts has none for. For unknown keys the message is one line for each:
 * what was probably meant, as JSON, since only here the schema at hand, and with it the known keys, can be
 * seen.
 */
const wording: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys') {
    const { shape } = issue.inst instanceof z.ZodObject ? issue.inst : { shape: {} };
    return issue.keys.map((key) => JSON.stringify(guess(key, shape))).join('\n');
  }
  if (issue.code === 'invalid_value') {
    return `expected one of ${issue.values.map(String).join(', ')}; received ${show(issue.input)}`;
  }
  if (issue.code !== 'invalid_type') return undefined;
  return issue.input === undefined
    ? 'required'
    : `expected ${KINDS[issue.expected] ?? issue.expected}, received ${show(issue.input)}`;
};

/** What was probably meant by an unknown key: one of an object beside it, or a known one with a slip. */
interface Guess {
  readonly inside?: string;
  readonly meant?: string;
}

function guess(key: string, shape: z.core.$ZodShape): Guess {
  const inside = Object.keys(shape).find((name) => Object.hasOwn(shapeOf(shape[name]), key));
  if (inside !== undefined) return { inside };
  const meant = closestWord(key, Object.keys(shape));
  return meant === null ? {} : { meant };
}

/** The keys of an object that has a default, too. */
function shapeOf(schema: z.core.$ZodType | undefined): z.core.$ZodShape {
  if (schema instanceof z.ZodObject) return schema.shape;
  const hasDefault = schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional;
  return hasDefault ? shapeOf(schema.unwrap()) : {};
}

/** What a value of a file comes to, or all that is wrong with it. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** Checks a value against a schema and lists all that is wrong with it. */
export function check<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const result = schema.safeParse(value, { error: wording, reportInput: true });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, findings: oncePerSlip(result.error.issues.flatMap((issue) => findings(issue, []))) };
}

/** What is said of a key besides: it is not there, or another one was probably meant. */
interface KeyFinding extends Finding {
  readonly missing?: boolean;
  readonly meant?: string;
}

/** A key with a slip in it is one mistake: that the key which was meant is missing goes without saying. */
function oncePerSlip(all: readonly KeyFinding[]): readonly Finding[] {
  const meant = new Set(
    all.flatMap((one) => (one.meant === undefined ? [] : [showPath([...one.path.slice(0, -1), one.meant])])),
  );
  return all.filter(({ missing, path }) => missing !== true || !meant.has(showPath(path)));
}

function findings(issue: z.core.$ZodIssue, base: JsonPath): readonly KeyFinding[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const guesses = issue.message.split('\n').map((line): Guess => JSON.parse(line));
      return issue.keys.map((key, at) => {
        const { inside, meant } = guesses[at] ?? {};
        const slip = meant === undefined ? null : `did you mean ${show(meant)}?`;
        return {
          ...{ path: [...path, key], atKey: true, message: `unknown key ${show(key)}` },
          help: inside === undefined ? slip : `it stands in ${show(inside)}`,
          ...(meant !== undefined && { meant }),
        };
      });
    }
    case 'invalid_union':
      return nearestBranch(issue, path);
    case 'custom': {
      const help: unknown = issue.params?.['help'];
      return [{ path, atKey: false, message: issue.message, help: typeof help === 'string' ? help : null }];
    }
    default: {
      const missing = issue.message === 'required';
      const message = missing ? `${show(path.at(-1))} is required` : issue.message;
      return [{ path, atKey: false, message, help: null, missing }];
    }
  }
}

/**
 * Of a union's branches the one that the value was meant for is the one that likes its type, and of several
 * the first that lacks no key. Where none does, the message names them all.
 */
function nearestBranch(issue: z.core.$ZodIssueInvalidUnion, path: JsonPath): readonly KeyFinding[] {
  const fitting = issue.errors.filter((branch) => !branch.some(isWrongType));
  const meant = fitting.find((branch) => !branch.some(isMissingKey)) ?? fitting[0];
  if (meant !== undefined) return meant.flatMap((inner) => findings(inner, path));
  const what = issue.errors.flat().map(({ message }) => /^expected (.*), received/.exec(message)?.[1] ?? '');
  return [
    {
      path,
      atKey: false,
      message: `expected ${[...new Set(what)].join(' or ')}, received ${show(issue.input)}`,
      help: null,
    },
  ];
}

const isMissingKey = (issue: z.core.$ZodIssue): boolean =>
  issue.message === 'required' && issue.path.length === 1;

const isWrongType = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'invalid_type' && issue.path.length === 0;
