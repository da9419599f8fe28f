import { z } from 'zod';
import type { Finding } from '../json/locate.js';
import type { JsonPath } from '../json/problem.js';
import { didYouMean } from './suggest.js';
import { show } from './values.js';

/** The names of JSON's types, as messages have them. */
const KINDS: Readonly<Record<string, string>> = {
  object: 'an object { … }',
  record: 'an object { … }',
  array: 'a list [ … ]',
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
};

/**
 * Messages for the issues that schema.ts has none for. For unknown keys the message is one line of help for
 * each, since only here the schema at hand, and with it the known keys, can be seen.
 */
const wording: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.inst instanceof z.ZodObject ? Object.keys(issue.inst.shape) : [];
    return issue.keys.map((key) => didYouMean(key, known) ?? '').join('\n');
  }
  if (issue.code === 'invalid_value') {
    return `expected one of ${issue.values.map(String).join(', ')}; received ${show(issue.input)}`;
  }
  if (issue.code !== 'invalid_type') return undefined;
  return issue.input === undefined
    ? 'required'
    : `expected ${KINDS[issue.expected] ?? issue.expected}, received ${show(issue.input)}`;
};

/** Checks a value against a schema and lists all that is wrong with it. */
export function check<T>(
  schema: z.ZodType<T>,
  value: unknown,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly findings: readonly Finding[] } {
  const result = schema.safeParse(value, { error: wording, reportInput: true });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, findings: result.error.issues.flatMap((issue) => findings(issue, [])) };
}

function findings(issue: z.core.$ZodIssue, base: JsonPath): readonly Finding[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
  switch (issue.code) {
    case 'unrecognized_keys': {
      const help = issue.message.split('\n');
      return issue.keys.map((key, at) => ({
        path: [...path, key],
        atKey: true,
        message: `unknown key ${show(key)}`,
        help: help[at] || null,
      }));
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
      return [{ path, atKey: false, message, help: null }];
    }
  }
}

/**
 * Of a union's branches the one that the value was meant for is the one that likes its type. Where none does,
 * the message names them all.
 */
function nearestBranch(issue: z.core.$ZodIssueInvalidUnion, path: JsonPath): readonly Finding[] {
  const meant = issue.errors.find((branch) => !branch.some(isWrongType));
  if (meant !== undefined) return meant.flatMap((inner) => findings(inner, path));
  const what = issue.errors.flat().map(({ message }) => /^expected (.*), received/.exec(message)?.[1] ?? '');
  return [
    {
      path,
      atKey: false,
      message: `expected ${what.join(' or ')}, received ${show(issue.input)}`,
      help: null,
    },
  ];
}

const isWrongType = (issue: z.core.$ZodIssue): boolean =>
  issue.code === 'invalid_type' && issue.path.length === 0;
