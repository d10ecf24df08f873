/** A proxy that shows a server below a path, as one in front of many services does. */

import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

const PATH = '/lab/';

export interface Proxy {
  /** What is below `lab/` of it is the server's. */
  readonly url: string;
  close(): Promise<void>;
}

export async function startProxy(target: URL): Promise<Proxy> {
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (!path.startsWith(PATH)) {
      outgoing.writeHead(404).end();
      return;
    }
    const { hostname, port } = target;
    const { method, headers } = incoming;
    const asked = request(
      { hostname, port, method, headers, path: path.slice(PATH.length - 1) },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    asked.on('error', () => outgoing.destroy());
    outgoing.on('close', () => asked.destroy());
    incoming.pipe(asked);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
