import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { configFolder } from '../support/config-folder.js';
import { program } from '../support/program.js';

/** The real look-ups, of a process that has a name server of its own: root on Linux can give it one. */

/** Of this process alone, as tests may run twice at once; systemd-resolved has 127.0.0.53 and .54. */
const NAME_SERVER = `127.53.${(process.pid >> 8) & 255}.${process.pid & 255}`;
const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0;

const SOURCES = Array.from({ length: 30 }, (_, n) => `https://b${n}.blogs.test/feed`);

/** A pass with no other name server than that one. */
async function pass() {
  const site = { title: 'T', url: 'https://t.example/' };
  const folder = configFolder(JSON.stringify({ site, sources: SOURCES, tags: {} }));
  const servers = path.join(folder, 'resolv.conf');
  writeFileSync(servers, `nameserver ${NAME_SERVER}\n`);
  const command = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
  const child = spawn(
    'unshare',
    ['--mount', 'sh', '-c', command, servers, process.execPath, program, 'run', '--json'],
    { cwd: folder, env: { PATH: process.env['PATH'] }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  const { offline, polled, failed } = JSON.parse(out);
  const reasons = new Set(failed.map(({ reason }: { reason: string }) => reason.replace(/ host: .*/, '')));
  return { code, offline, polled, reasons: [...reasons], err };
}

test.runIf(canMount)('a name server that refuses to be asked', async () => {
  const { err, ...came } = await pass();
  expect(came).toEqual({ code: 1, offline: true, polled: 30, reasons: ['DNS has no answer now for'] });
  expect(err).toContain('\nwarning: no host could be reached: is this machine online');
});

test.runIf(canMount)('a name server that never answers', async () => {
  const silent = createSocket('udp4');
  silent.bind(53, NAME_SERVER);
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const { err, ...came } = await pass();
  expect(came).toEqual({ code: 1, offline: true, polled: 30, reasons: ['no host was reached within 5 s'] });
  expect(err).toContain('\nwarning: no host could be reached: is this machine online');
});
