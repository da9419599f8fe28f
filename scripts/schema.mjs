// Writes feeds.schema.json from the grammar in src/config/grammar/schema.ts. Run it when the grammar has changed.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compiled } from './compile.mjs';

const source = fileURLToPath(new URL('../src/config/grammar/json-schema.ts', import.meta.url));
const { feedsSchema } = await import(await compiled(source));
writeFileSync(new URL('../feeds.schema.json', import.meta.url), feedsSchema());
