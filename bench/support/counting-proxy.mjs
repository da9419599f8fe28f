// A way to a PostgreSQL server on which queries and bytes are counted.
import { connect, createServer } from 'node:net';

/** Of what a client sends: a plain query, and the execution of one with values. */
const QUERIES = new Set(['Q', 'E'].map((letter) => letter.charCodeAt(0)));
/** Bytes of a message before its content: its kind, and its length, which counts itself. */
const HEAD = 5;

/** The same database through the proxy: `url`, and what was counted since the last time. */
export async function countingProxy(database) {
  let counts = { queries: 0, fromServer: 0, toServer: 0 };
  const sockets = new Set();
  const server = createServer((client) => {
    const there = connect(Number(database.port || 5432), database.hostname);
    const isQuery = queriesIn();
    for (const socket of [client, there]) sockets.add(socket.on('error', () => {}));
    client.on('data', (bytes) => {
      counts.toServer += bytes.length;
      counts.queries += isQuery(bytes);
    });
    there.on('data', (bytes) => (counts.fromServer += bytes.length));
    client.pipe(there).pipe(client);
    client.once('close', () => there.destroy());
    there.once('close', () => client.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(database);
  url.host = `127.0.0.1:${server.address().port}`;
  return {
    url: url.href,
    counted() {
      const counted = counts;
      counts = { queries: 0, fromServer: 0, toServer: 0 };
      return counted;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Counts the queries of one client, chunk by chunk; its first message bears no kind. */
function queriesIn() {
  let size = HEAD - 1;
  let head = Buffer.alloc(0);
  let left = 0; // of the message whose head has been read
  return (bytes) => {
    let queries = 0;
    for (let at = 0; at < bytes.length; ) {
      const skipped = Math.min(left, bytes.length - at);
      left -= skipped;
      at += skipped;
      const more = bytes.subarray(at, at + size - head.length);
      head = Buffer.concat([head, more]);
      at += more.length;
      if (head.length < size) continue;
      if (size === HEAD && QUERIES.has(head[0])) queries += 1;
      left = head.readUInt32BE(size - 4) - 4;
      size = HEAD;
      head = Buffer.alloc(0);
    }
    return queries;
  };
}
