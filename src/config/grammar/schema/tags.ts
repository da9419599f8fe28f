import { z } from 'zod';
import * as value from '../values.js';
import { example } from './example.js';
import { names, terms } from './terms.js';

export const group = z
  .strictObject({
    title: value.text().optional().describe('Shown over the group; else its key').meta(example('Categories')),
    max: value
      .whole(1, 1000)
      .prefault(2)
      .describe('Tags of the group that an entry can have')
      .meta(example(1)),
    keep: value
      .number(0, 1)
      .prefault(0.8)
      .describe('The part of the best tag’s points that another needs')
      .meta(example(0.5)),
    default: value
      .text('a tag')
      .optional()
      .describe('The tag for entries that no tag of the group takes')
      .meta(example('language')),
  })
  .describe('Tags that compete');

const ruleTest = z
  .strictObject({
    title: value.text().optional().describe('Title of the made-up entry').meta(example('Blinking an LED')),
    text: value.anyText
      .optional()
      .describe('Text of the made-up entry')
      .meta(example('Blinking an LED on an STM32')),
    is: value.flag.describe('Whether the entry should get the tag'),
  })
  .refine(({ title, text }) => title !== undefined || text !== undefined, {
    error: '"text" or "title" is required',
  });

const tagObject = z
  .strictObject({
    title: value.text().optional().describe('The name that is shown; else the key').meta(example('Embedded')),
    description: value.anyText
      .prefault('')
      .describe('What belongs under the tag')
      .meta(example('Microcontrollers and what runs on them.')),
    group: value.text('a group').optional().describe('The group it competes in').meta(example('category')),
    match: terms.describe('One point a term').meta(example(['no_std', 'microcontroller*', 'title:stm32'])),
    hint: terms
      .prefault([])
      .describe('Half a point a term')
      .meta(example(['gpio'])),
    against: terms
      .prefault([])
      .describe('Minus one point a term')
      .meta(example(['web'])),
    except: terms
      .prefault([])
      .describe('Any of these keeps the tag away')
      .meta(example(['embedded font'])),
    ignore: terms
      .prefault([])
      .describe('Text that is not looked at for this tag')
      .meta(example(['embedded database'])),
    implies: names
      .prefault([])
      .describe('Tags that follow from this one')
      .meta(example(['language'])),
    aliases: z
      .array(value.text())
      .prefault([])
      .describe('Other names of the tag')
      .meta(example(['embedded-rust'])),
    plurals: value.flag.optional().describe('Words match their plurals too; else as in "classify"'),
    min: value
      .number(0.1, 1000)
      .optional()
      .describe('Points from which the tag holds; else as in "classify"')
      .meta(example(1.5)),
    tests: z
      .array(ruleTest)
      .prefault([])
      .describe('Entries that should get the tag, or should not; "check" runs them')
      .meta(example([{ text: 'An embedded font', is: false }])),
  })
  .describe('A tag with rules and settings');

const plainTag = tagObject.parse({ match: [] });

/** One of `tags`. */
export const tag = z.union([
  terms.describe('One point a term').transform((match) => ({ ...plainTag, match })),
  tagObject,
]);

export const bundle = z
  .strictObject({
    title: value.text().optional().describe('The name that is shown; else the key').meta(example('Systems')),
    description: value.anyText
      .prefault('')
      .describe('What the bundle gathers')
      .meta(example('Close to the machine.')),
    any: names
      .prefault([])
      .describe('At least one of these tags, or of languages (lang:de)')
      .meta(example(['ffi', 'embedded'])),
    all: names
      .prefault([])
      .describe('All of these tags and languages')
      .meta(example(['wasm', 'async'])),
    none: names
      .prefault([])
      .describe('None of these tags and languages')
      .meta(example(['getting-started'])),
  })
  .describe('A feed over a combination of tags');
