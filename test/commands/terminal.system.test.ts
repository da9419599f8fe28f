import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { configFolder, fileIn } from '../support/config-folder.js';
import { program } from '../support/program.js';

/** What only a terminal shows; script(1) of util-linux makes one. */

const hasTerminals =
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout?.includes('util-linux') === true;

/** Runs the built program in a terminal, in which this is typed. */
async function typed(args: string, folder: string, ...keys: readonly string[]) {
  const line = `'${process.execPath}' '${program}' ${args}`;
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C.UTF-8', NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let asked = 0;
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    const key = keys[asked];
    if (key === undefined || shown.split(/\[[^\]]*\]: |now: /).length - 1 <= asked) return;
    asked += 1;
    child.stdin.write(key);
  });
  await text(child.stdout);
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  return { code, shown: shown.replaceAll('\r', '') };
}

const ENTER = '\r';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

describe.runIf(hasTerminals)('init in a terminal', () => {
  test.each([
    ['each answer when it is asked for', [`Ours${ENTER}`, `https://our.blog/${ENTER}`, ENTER]],
    ['all answers at once, as pasted', [`Ours${ENTER}https://our.blog/${ENTER}${ENTER}`]],
  ])('%s', async (_name, keys) => {
    const folder = configFolder();
    const { code, shown } = await typed('init', folder, ...keys);
    expect([code, shown]).toEqual([0, expect.stringContaining('✓ Wrote feeds.json\n')]);
    expect(JSON.parse(fileIn(folder)).site).toMatchObject({ title: 'Ours', url: 'https://our.blog/' });
  });

  test.each([
    ['Ctrl-C', CTRL_C],
    ['the end of the input', CTRL_D],
  ])('%s in place of an answer leaves nothing', async (_name, key) => {
    const folder = configFolder();
    const { code, shown } = await typed('init', folder, `Ours${ENTER}`, key);
    expect([code, shown]).toEqual([
      1,
      expect.stringContaining('error: nothing was written: no answer came\n'),
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });
});
