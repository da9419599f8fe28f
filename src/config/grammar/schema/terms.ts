import { z } from 'zod';
import type { TermSpec } from '../../config.js';
import { WORD_FIELDS } from '../term.js';
import * as value from '../values.js';
import { example } from './example.js';

const termObject = z.lazy(() =>
  z
    .strictObject({
      any: z
        .array(term)
        .optional()
        .describe('Holds where at least one of these does')
        .meta(example(['wasm', 'webassembly'])),
      all: z
        .array(term)
        .optional()
        .describe('Holds where all of these do')
        .meta(example(['cargo', 'crate'])),
      not: z
        .array(term)
        .optional()
        .describe('Holds where none of these does')
        .meta(example(['cargo ship'])),
      in: z
        .array(z.enum(WORD_FIELDS))
        .optional()
        .describe('The fields to look at')
        .meta(example(['title', 'text'])),
      weight: value.number(-1000, 1000).optional().describe('Points, instead of one').meta(example(3)),
    })
    .describe('A combination of terms'),
);

const term: z.ZodType<TermSpec, TermSpec> = z
  .union([
    value
      .text('a term')
      .describe(
        '[field:][case:]words, word* for a beginning, *word for an end, *word* for a part, /…/iu for a regular expression, lang:de for a language, tag:wasm for another tag',
      ),
    termObject,
  ])
  .meta({ id: 'term' });

export const terms = z.array(term);
/** Names of tags. */
export const names = z.array(value.text('a tag'));
