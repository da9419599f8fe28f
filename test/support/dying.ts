import { AsyncLocalStorage } from 'node:async_hooks';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

/** Work on disk that dies at a step: that call is not made, nor any after it. */
interface Life {
  steps: number;
  readonly dieAt: number;
  dead: boolean;
}

const lives = new AsyncLocalStorage<Life>();

/**
 * Calls that change a file or folder. A handle's `writeFile` that is the last step writes half of its text.
 */
const CALLS = ['link', 'mkdir', 'open', 'rename', 'rm', 'rmdir', 'unlink', 'utimes', 'writeFile'] as const;
const HANDLE_CALLS = ['writeFile', 'datasync', 'sync', 'utimes', 'chmod'] as const;

type Callable = (...args: unknown[]) => unknown;

/**
 * Does `work` in this process as in one that is killed just before its `dieAt`-th step on disk. Returns how
 * many steps were begun: less than `dieAt` where the work ended before.
 */
export async function dying(dieAt: number, work: () => Promise<unknown>): Promise<number> {
  watch();
  const life: Life = { steps: 0, dieAt, dead: false };
  await lives.run(life, work).catch((error: unknown) => {
    if (!life.dead) throw error;
  });
  return life.steps;
}

/** Has the lock of a site’s database be that of a process that is gone, as after `dying`. */
export function bury(folder: string): void {
  const lock = path.join(folder, 'data/lock');
  if (!fs.existsSync(lock)) return;
  const { socket, ...holder } = JSON.parse(fs.readFileSync(lock, 'utf8'));
  if (typeof socket === 'string') fs.rmSync(path.join(folder, 'data', socket), { force: true });
  fs.writeFileSync(lock, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));
}

/** Whether this is a step that is still made. */
function step(): boolean {
  const life = lives.getStore();
  if (life === undefined) return true;
  if (!life.dead) life.steps += 1;
  if (life.steps >= life.dieAt) life.dead = true;
  return !life.dead;
}

let isWatching = false;

function watch(): void {
  if (isWatching) return;
  isWatching = true;
  for (const call of CALLS) {
    wrap(fs.promises, call, isChange);
    wrap(fs, `${call}Sync`, isChange);
  }
  const open = fs.promises.open as unknown as Callable;
  Reflect.set(fs.promises, 'open', async (...args: unknown[]) => {
    const handle = (await open(...args)) as object;
    for (const call of HANDLE_CALLS) wrap(handle, call, () => true);
    return handle;
  });
  syncBuiltinESMExports();
}

const isChange = (call: string, args: readonly unknown[]): boolean =>
  !call.startsWith('open') || /[wax+]/.test(String(args[1]));

function wrap(
  module: object,
  call: string,
  isStep: (call: string, args: readonly unknown[]) => boolean,
): void {
  const original = Reflect.get(module, call) as Callable;
  Reflect.set(module, call, (...args: unknown[]) => {
    if (!isStep(call, args) || step()) return original.apply(module, args);
    const [text] = args;
    const half = call === 'writeFile' && typeof text === 'string' ? text.slice(0, text.length / 2) : null;
    const left = half === null ? Promise.resolve() : Promise.resolve(original.apply(module, [half]));
    const death = new Error('killed');
    if (call.endsWith('Sync')) throw death;
    return left.then(() => Promise.reject(death));
  });
}
