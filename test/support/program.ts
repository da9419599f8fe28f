import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Ran } from './cli.js';

/** The built program, for Node. */
export const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Starts the built program as a process of its own, without colour. */
export function spawnTagwire(
  args: readonly string[],
  cwd: string,
  { node = [], env = {} }: { node?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): ChildProcess {
  return spawn(process.execPath, [...node, program, ...args], {
    cwd,
    env: { ...process.env, NO_COLOR: '1', LC_ALL: 'C.UTF-8', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs the built program to its end. */
export async function runProgram(
  args: readonly string[],
  cwd: string,
  stdin = '',
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const child = spawnTagwire(args, cwd, { env });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdin?.end(stdin);
  const [code] = await once(child, 'close');
  return { code, out, err };
}
