// Writes feeds.schema.json from the grammar in src/config/schema.ts. Run it after `npm run build` when the grammar changed.
import { writeFileSync } from 'node:fs';
import { feedsSchema } from '../dist/config/grammar/json-schema.js';

writeFileSync(new URL('../feeds.schema.json', import.meta.url), feedsSchema());
