import { UserError } from '../../model/errors.js';
import type { PushInbox } from '../push/inbox.js';
import { ALWAYS } from './headers.js';
import { type Answer, notAllowed, type Request, type Route } from './route.js';

/** From the moment that the body is asked for. */
const BODY_MS = 15_000;
/** Seconds after which a hub may send again what was not taken. */
const LATER = '60';

/** 32 random bytes; whatever stands before, as the public address may have a path. */
const CALLBACK = /(?:^|\/)websub\/([\w-]{43})$/;

/**
 * `/websub/<id>`: where hubs verify what they were asked (WebSub 5.3) and push documents (7). A document with
 * a wrong signature is answered like a good one, as the Recommendation has it (7.1), and dropped.
 * @param maxBytes of a document
 */
export const pushRoute =
  (inbox: PushInbox, maxBytes: () => number): Route =>
  async (request) => {
    const [, id] = CALLBACK.exec(request.path ?? '') ?? [];
    if (id === undefined) return null;
    if (!(await isLookedFor(id, inbox))) return AGAIN;
    if (request.method === 'GET') return verified(id, request.query, inbox);
    if (request.method === 'POST') return pushed(id, request, inbox, maxBytes());
    return notAllowed('Only hubs are answered here.', ['GET', 'POST']);
  };

/** What is wrong with the database is told by passes: hubs, who ask by the hundred, only come again. */
async function isLookedFor(id: string, inbox: PushInbox): Promise<boolean> {
  try {
    return await inbox.find(id);
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function verified(id: string, query: URLSearchParams, inbox: PushInbox): Answer {
  const of = (name: string): string => query.get(`hub.${name}`) ?? '';
  const [mode, topic, challenge] = [of('mode'), of('topic'), of('challenge')];
  if (mode === 'denied') return inbox.deny(id, topic, of('reason')) ? plain(200, '') : NOT_OURS;
  if (challenge === '') return NOT_OURS;
  const lease = of('lease_seconds');
  const leaseSeconds = /^\d{1,12}$/.test(lease) ? Number(lease) : null;
  return inbox.verify({ id, mode, topic, leaseSeconds }) ? plain(200, challenge) : NOT_OURS;
}

async function pushed(id: string, request: Request, inbox: PushInbox, maxBytes: number): Promise<Answer> {
  if (!inbox.has(id)) return plain(410, 'This subscription has ended.\n'); // which the hub then ends, too
  const intake = inbox.receive(id);
  if (intake === null) return AGAIN;
  try {
    const body = await request.body({ maxBytes, timeoutMs: BODY_MS, hold: intake.hold });
    if (body.kind === 'refused') return body.status === 503 ? AGAIN : plain(body.status, `${body.reason}\n`);
    const signature = request.headers['x-hub-signature'];
    const contentType = request.headers['content-type'] ?? null;
    intake.push({
      ...{ body: body.bytes, contentType },
      signature: typeof signature === 'string' ? signature : null,
    });
    return plain(202, '');
  } finally {
    intake.leave();
  }
}

const plain = (status: number, words: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers: {
    ...ALWAYS,
    ...headers,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  },
  body: Buffer.from(words),
});

const AGAIN = plain(503, 'Later, please.\n', { 'Retry-After': LATER });

const NOT_OURS = plain(404, 'This was not asked for.\n');
