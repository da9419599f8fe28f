import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const FOLDER = fileURLToPath(new URL('../node_modules/.cache/tagwire', import.meta.url));

/**
 * Compiles a file that imports TypeScript of src/, with all that it imports but packages, and resolves to where it
 * is now: what measures or makes something of single files of src/ runs them so.
 */
export async function compiled(source) {
  const file = path.join(FOLDER, `${path.parse(source).name}.mjs`);
  await build({
    input: source,
    platform: 'node',
    // What begins with @oxc-project/ is rolldown's own, for syntax that it writes in other words.
    external: (name) => !/^(?:\.|@oxc-project\/)/.test(name) && !path.isAbsolute(name),
    output: { file, format: 'es', codeSplitting: false },
    logLevel: 'warn',
  });
  return file;
}
