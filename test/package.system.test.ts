import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { atom, startBlogs } from './support/blogs.js';
import { configFolder, fileIn } from './support/config-folder.js';

/**
 * What `npm publish` would send, in an empty folder: nothing of the repository is in reach, nor any other
 * package, which npm would fetch.
 */

const ROOT = fileURLToPath(new URL('..', import.meta.url));
let home: string;

/** npm, which asks no registry and runs no script. */
const npm = (args: readonly string[], cwd: string): string =>
  execFileSync(
    'npm',
    [...args, '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd,
      encoding: 'utf8',
    },
  );

/** Runs the installed program in a site's folder, and resolves to its report. */
async function tagwire(args: readonly string[], cwd: string): Promise<string> {
  const program = path.join(home, 'node_modules', '.bin', 'tagwire');
  return (await promisify(execFile)(program, args, { cwd, env: { ...process.env, LC_ALL: 'C.UTF-8' } }))
    .stdout;
}

beforeAll(() => {
  home = mkdtempSync(path.join(tmpdir(), 'tagwire-package-'));
  const [{ filename }] = JSON.parse(npm(['pack', '--json', '--pack-destination', home], ROOT));
  const folder = path.join(home, 'node_modules', 'tagwire');
  mkdirSync(path.join(home, 'node_modules', '.bin'), { recursive: true });
  mkdirSync(folder);
  execFileSync('tar', ['-xzf', path.join(home, filename), '-C', folder, '--strip-components=1']);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  chmodSync(path.join(folder, bin.tagwire), 0o755); // as npm does
  symlinkSync(path.join('..', 'tagwire', bin.tagwire), path.join(home, 'node_modules', '.bin', 'tagwire'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

test('it is tagwire alone: what it needs of other packages is in it, with their licences', () => {
  const folder = path.join(home, 'node_modules', 'tagwire');
  expect(readdirSync(folder).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist',
    'docs',
    'feeds.json',
    'feeds.schema.json',
    'hosting',
    'learned.json',
    'package.json',
    'rules',
    'sources',
    'starters',
  ]);
  expect(readFileSync(path.join(folder, 'dist', 'LICENSES.txt'), 'utf8')).toContain('## undici\n');
});

test('nothing of it runs where it is installed: npm would warn of that', () => {
  const { scripts } = JSON.parse(
    readFileSync(path.join(home, 'node_modules', 'tagwire', 'package.json'), 'utf8'),
  );
  const ofInstalling = ['preinstall', 'install', 'postinstall', 'prepare'];
  expect(Object.keys(scripts).filter((name) => ofInstalling.includes(name))).toEqual([]);
});

test('npx finds it in the folder where it was installed', () => {
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  expect(npm(['exec', '--', 'tagwire', '--version'], home)).toBe(`${version}\n`);
});

test.each(['example', 'empty', 'python', 'rust'])(
  'init --from %s begins a site that passes its check',
  async (starter) => {
    const folder = configFolder();
    expect(await tagwire(['init', '--yes', '--from', starter], folder)).toContain('✓ Wrote feeds.json');
    expect(await tagwire(['check'], folder)).toMatch(/✓ feeds\.json: .*\n$/);
  },
);

test('an empty folder becomes a site with posts', async () => {
  const blogs = await startBlogs({ '/a': atom('Blog A', [{ id: 'a1', title: 'Security of a parser' }]) });
  const folder = configFolder();
  try {
    await tagwire(['init', '--yes'], folder);
    await tagwire(['add', `${blogs.origin}/a`, '--allow-private', '--yes'], folder);
    await tagwire(['run', '--allow-private'], folder);
  } finally {
    await blogs.close();
  }
  expect(readdirSync(folder).sort()).toEqual(['data', 'feeds.json', 'feeds.schema.json', 'public']);
  expect(JSON.parse(fileIn(folder, 'public/tags/security.json')).items).toMatchObject([
    { title: 'Security of a parser' },
  ]);
});
