import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A WebSub hub on 127.0.0.1 that does nothing by itself: `told` is what it was sent since the last look. */
export interface Hub {
  readonly url: string;
  /** What it answers to the next requests; a hub that is down ends each connection without a word. */
  answer: number | 'down' | { readonly status: number; readonly headers: Record<string, string> };
  /** Called for each form before it is answered. */
  asks: (form: Form) => unknown;
  /** Forms, in the order that they came. */
  told(): readonly Form[];
}

export async function startHub(): Promise<Hub> {
  let forms: Form[] = [];
  const hub: Hub = {
    url: '',
    answer: 202,
    asks: () => undefined,
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
    const told = isForm && request.method === 'POST' ? Object.fromEntries(new URLSearchParams(form)) : {};
    forms.push(told);
    await hub.asks(told);
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

export type Form = Readonly<Record<string, string>>;

/** What a hub does after a request: asks whether it was meant; the answer's status and text. */
export async function verification(form: Form, over: Form = {}): Promise<readonly [number, string]> {
  const asked = {
    'hub.mode': form['hub.mode'] ?? '',
    'hub.topic': form['hub.topic'] ?? '',
    'hub.challenge': 'ch<all>enge',
    'hub.lease_seconds': form['hub.lease_seconds'] ?? '',
    ...over,
  };
  const answer = await fetch(`${form['hub.callback']}?${new URLSearchParams(asked)}`);
  return [answer.status, await answer.text()];
}

/** Pushes a document to whom a form names, signed with its secret unless a signature is given. */
export async function pushTo(
  form: Form,
  body: string,
  { algorithm = 'sha256', signature }: { algorithm?: string; signature?: string | null } = {},
): Promise<number> {
  const signed = `${algorithm}=${createHmac(algorithm, form['hub.secret'] ?? '')
    .update(body)
    .digest('hex')}`;
  const sent = signature === undefined ? signed : signature;
  const answer = await fetch(form['hub.callback'] ?? '', {
    method: 'POST',
    headers: { 'Content-Type': 'application/atom+xml', ...(sent !== null && { 'X-Hub-Signature': sent }) },
    body,
  });
  return answer.status;
}

/** A feed that names a hub, and itself as the topic. */
export const hubbed = (feed: string, hub: string, topic: string): string =>
  feed.replace('<author>', `<link rel="hub" href="${hub}"/><link rel="self" href="${topic}"/><author>`);
