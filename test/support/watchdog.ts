import { Worker } from 'node:worker_threads';

/** Beyond what any document here costs by far, on any machine. */
const SECONDS_OF_CPU = 120;

/**
 * In a thread of its own, as code that never returns lets no timer of its thread run: it ends the process,
 * with a word on what it was at, once this takes minutes of CPU.
 */
const GUARD = `
  const { parentPort } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  let work = null;
  parentPort.on('message', (name) => {
    work = name === null ? null : { name, begun: process.cpuUsage() };
  });
  setInterval(() => {
    if (work === null || process.cpuUsage(work.begun).user < ${SECONDS_OF_CPU}e6) return;
    writeSync(2, 'no end after ${SECONDS_OF_CPU} s of CPU: ' + work.name + '\\n');
    process.kill(process.pid, 'SIGKILL');
  }, 1000);
`;

/** Ends the process where work does not end: vitest waits for ever for code that never comes back to it. */
export class Watchdog {
  private readonly guard = new Worker(GUARD, { eval: true });

  async during<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.guard.postMessage(name);
    try {
      return await work();
    } finally {
      this.guard.postMessage(null);
    }
  }

  async stop(): Promise<void> {
    await this.guard.terminate();
  }
}
