// Writes what is made out of the grammar in src/config/grammar: feeds.schema.json for editors, docs/config.md for
// people. Run it when the grammar has changed.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compiled } from './compile.mjs';

const source = (name) => fileURLToPath(new URL(`../src/config/grammar/${name}.ts`, import.meta.url));
const { feedsSchema, schemaObject } = await import(await compiled(source('json-schema')));
const { configPage } = await import(await compiled(source('config-page')));
writeFileSync(new URL('../feeds.schema.json', import.meta.url), feedsSchema());
writeFileSync(new URL('../docs/config.md', import.meta.url), configPage(schemaObject()));
