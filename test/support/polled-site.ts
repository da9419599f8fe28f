import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { atom } from './blogs.js';
import { tagwire } from './cli.js';
import { configFolder } from './config-folder.js';

/** What a server answers to a path: a document, a page, a status with headers. */
export type Answer =
  | string
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string };

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * A server whose answers a test may change; `asked` and `paths` are what came since one of them was looked
 * at. What it gives has an ETag, unless its answer says otherwise.
 */
export async function serve(answers: Record<string, Answer | ((asked: Asked) => Answer)>) {
  const log: Asked[] = [];
  const server = createServer((request, response) => {
    const one = { path: request.url ?? '/', headers: request.headers };
    log.push(one);
    const given = answers[one.path] ?? { status: 404 };
    const answer = typeof given === 'function' ? given(one) : given;
    const {
      status,
      headers = {},
      body = '',
    } = typeof answer === 'string' ? { status: 200, headers: { etag: '"1"' }, body: answer } : answer;
    const isKnown = status === 200 && request.headers['if-none-match'] === (headers['etag'] ?? null);
    response.writeHead(isKnown ? 304 : status, headers).end(isKnown ? '' : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    answers,
    asked: (): readonly Asked[] => log.splice(0),
    paths: (): readonly string[] => log.splice(0).map((one) => one.path),
  };
}

/** A folder whose feeds.json has these sources, and commands in it at a moment of the test's own. */
export function polledSite(sources: readonly (string | object)[], more: object = {}) {
  const folder = configFolder();
  const configure = (list: readonly (string | object)[], rest: object = {}): void =>
    writeFileSync(
      path.join(folder, 'feeds.json'),
      JSON.stringify({
        site: { title: 'T', url: 'https://t.example/' },
        sources: list,
        tags: { ffi: ['ffi'] },
        ...rest,
      }),
    );
  configure(sources, more);
  const run = (line: string, at = 0, env: Record<string, string> = {}) =>
    tagwire(line.split(' '), folder, '', { now: () => Date.UTC(2026, 0, 1) + at * HOUR, env });
  const status = async (at = 0) =>
    (JSON.parse((await run('status --json', at)).out) as { sources: Record<string, unknown>[] }).sources;
  return { folder, configure, run, status };
}

export const HOUR = 3_600_000;
/** An Atom feed of posts about ffi, by their ids. */
export const blog = (title: string, ...ids: readonly string[]): string =>
  atom(
    title,
    ids.map((id) => ({ id, title: `ffi ${id}` })),
  );
