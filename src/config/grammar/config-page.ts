import { HEX_COLOR } from './contrast.js';
import { DURATION, SIZE } from './units.js';

/** As much of JSON Schema as the grammar's own uses. */
interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | false;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/** An object of the grammar and its name in headings. */
interface Section {
  readonly name: string;
  readonly schema: Schema;
}

const HEAD = `# feeds.json, key by key

Made out of the grammar in \`src/config/grammar/schema.ts\` by \`node scripts/schema.mjs\`; editors know the same by
\`feeds.schema.json\`. [rules.md](rules.md) tells how terms and points work.

- A **duration** is \`"90s"\`, \`"30m"\`, \`"6h"\`, \`"2d"\`, \`"3w"\` or \`"10y"\`, a **size** \`"500KB"\` or \`"12MB"\`.
- Where a tag or group is named, its key, its slug and its aliases all do, in any casing.
- Comments and trailing commas are allowed, unknown keys are not: \`tagwire check\` names them. An editor that marks
  comments as mistakes knows the format as "JSON with Comments".
- Files that \`include\` names hold \`sources\`, \`tags\`, \`groups\` and \`bundles\`, and nothing else. In a pattern \`*\` stands
  for any part of a name and \`?\` for one character; paths begin at the folder of feeds.json and stay in it. Lists join in
  the order of the files' paths, those of feeds.json first; a name that is defined twice is an error.
`;

/**
 * docs/config.md: every key of feeds.json with its values, its default and an example. `schema` is a JSON
 * Schema.
 */
export function configPage(schema: object): string {
  const sections = allSections(schema);
  return `${[HEAD, ...sections.map(sectionText)].join('\n')}`;
}

/** Keys for which the page has no example: a test says that there are none. */
export const withoutExample = (schema: object): readonly string[] =>
  allSections(schema).flatMap(({ name, schema: { properties = {} } }) =>
    Object.entries(properties)
      .filter(([, value]) => within('', value).length === 0 && exampleOf(value) === '')
      .map(([key]) => `${name}: ${key}`),
  );

function allSections(root: Schema): readonly Section[] {
  return [
    { name: 'The file', schema: root },
    ...below('', root),
    ...below('A combination of terms', root.definitions?.['term'] ?? {}),
  ];
}

/** The objects within a schema, each named by the way to it. */
function below(way: string, schema: Schema): readonly Section[] {
  const members = Object.entries(schema.properties ?? {}).flatMap(([key, value]) =>
    within(way === '' ? key : `${way}.${key}`, value),
  );
  const named = schema.additionalProperties ? within(`${way}.NAME`, schema.additionalProperties) : [];
  const items = schema.items === undefined ? [] : within(`${way}[]`, schema.items);
  return [...members, ...named, ...items, ...(schema.anyOf ?? []).flatMap((one) => within(way, one))];
}

const within = (way: string, schema: Schema): readonly Section[] => [
  ...(schema.properties === undefined ? [] : [{ name: nameOf(way, schema), schema }]),
  ...below(way, schema),
];

/** Of several objects at one place those after the first have a title. */
const nameOf = (way: string, { title }: Schema): string => (title === undefined ? way : `${way}, ${title}`);

function sectionText({ name, schema }: Section): string {
  const { description, properties = {}, required = [] } = schema;
  const isPath = /^[a-z]/.test(name);
  const rows = Object.entries(properties).map(([key, value]) => {
    const standard = required.includes(key) ? 'required' : code(value.default);
    const way = isPath ? `${name}.${key}` : key;
    return `| \`${key}\` | ${valuesOf(way, value)} | ${standard} | ${cell(value.description ?? '')} | ${exampleOf(value)} |`;
  });
  const about = description === undefined || !isPath ? [] : [`${description}.`, ''];
  return [
    `## ${isPath ? `\`${name}\`` : name}`,
    '',
    ...about,
    '| key | value | default | | example |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** What a key can have, in words; an object of keys of its own is a link to them. */
function valuesOf(way: string, schema: Schema): string {
  if (schema.$ref !== undefined) return '[a term](rules.md)';
  if (schema.anyOf !== undefined) return schema.anyOf.map((one) => valuesOf(way, one)).join(', or ');
  if (schema.enum !== undefined) return schema.enum.map(code).join(' ');
  if (schema.properties !== undefined)
    return `[${schema.title ?? 'an object'}](#${anchorOf(nameOf(way, schema))})`;
  switch (schema.type) {
    case 'array':
      return `a list: ${valuesOf(`${way}[]`, schema.items ?? {})}`;
    case 'object':
      return `by name: ${valuesOf(`${way}.NAME`, schema.additionalProperties || {})}`;
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number':
      return `${schema.type === 'integer' ? 'a whole number' : 'a number'}, ${schema.minimum} to ${schema.maximum}`;
    default:
      return textOf(schema);
  }
}

function textOf({ pattern, format }: Schema): string {
  if (pattern === DURATION.source) return 'a duration';
  if (pattern === SIZE.source) return 'a size';
  if (pattern === HEX_COLOR.source) return 'a colour';
  return format === 'uri' ? 'a URL' : 'text';
}

/** As GitHub names the place of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '')
    .replaceAll(' ', '-');

function exampleOf({ examples, type, default: standard }: Schema): string {
  if (examples !== undefined) return code(examples[0]);
  return type === 'boolean' ? code(standard !== true) : '';
}

/** A value as the file has it, in a cell of a table. */
function code(value: unknown): string {
  if (value === undefined) return '';
  const json = JSON.stringify(value, null, 1)
    .replace(/\n\s*/g, ' ')
    .replace(/^\[ | \]$/g, (end) => end.trim());
  return `\`${cell(json)}\``;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
