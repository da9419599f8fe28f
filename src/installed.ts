import { fileURLToPath } from 'node:url';

/**
 * The path of a file or folder in the package that this is, by its name from package.json's folder. The same
 * for `src/` and `dist/`, because the files of the built program lie at the top of it.
 */
export const installed = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
