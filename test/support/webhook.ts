import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface Told {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Somebody on 127.0.0.1 who is told of posts: `told` is what came since the last look. */
export async function startWebhook() {
  let told: Told[] = [];
  const hook = {
    origin: '',
    /** The status of the next answers, or what makes it of a body. */
    answer: 200 as number | ((body: string) => number),
    told: (): readonly Told[] => {
      const before = told;
      told = [];
      return before;
    },
  };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { method = '', url: path = '', headers } = request;
    told.push({ method, path, headers, text: body, body: JSON.parse(body) as Told['body'] });
    const { answer } = hook;
    response.writeHead(typeof answer === 'number' ? answer : answer(body)).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return Object.assign(hook, { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
