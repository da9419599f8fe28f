import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A WebSub hub on 127.0.0.1 that does nothing by itself: `told` is what it was sent since the last look. */
export interface Hub {
  readonly url: string;
  /** What it answers to the next requests; a hub that is down ends each connection without a word. */
  answer: number | 'down' | { readonly status: number; readonly headers: Record<string, string> };
  /** Forms, in the order that they came. */
  told(): readonly Readonly<Record<string, string>>[];
}

export async function startHub(): Promise<Hub> {
  let forms: Record<string, string>[] = [];
  const hub: Hub = {
    url: '',
    answer: 202,
    told: () => {
      const told = forms;
      forms = [];
      return told;
    },
  };
  const server = createServer(async (request: IncomingMessage, response) => {
    const form = await text(request);
    const { answer } = hub;
    if (answer === 'down') {
      request.socket.destroy();
      return;
    }
    const isForm = request.headers['content-type'] === 'application/x-www-form-urlencoded';
    forms.push(isForm && request.method === 'POST' ? Object.fromEntries(new URLSearchParams(form)) : {});
    const { status, headers } = typeof answer === 'number' ? { status: answer, headers: {} } : answer;
    response.writeHead(status, headers).end('noted');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return Object.assign(hub, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
}
