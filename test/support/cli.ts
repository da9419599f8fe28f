import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built program, for Node. */
export const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the real program, as a new process, without colour. */
export function spawnTagwire(args: readonly string[], cwd: string): ChildProcess {
  const env = { ...process.env, NO_COLOR: '1', LC_ALL: 'C.UTF-8' };
  return spawn(process.execPath, [program, ...args], { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Runs the real program to its end. */
export function tagwire(args: readonly string[], cwd: string, stdin = ''): Promise<Ran> {
  const child = spawnTagwire(args, cwd);
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdin?.end(stdin);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}
