import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Access } from './access.ts';
import { type Answer, answer, type Site } from './answer.ts';

/** Milliseconds for a request to arrive: they are short. */
const PATIENCE = 10_000;
const CONNECTIONS = 100;
/** Connections from one address: a browser has 6 of them, and several people may come over one. */
const OF_ADDRESS = 20;
/** What a server waits for, and how often it looks whether it waits in vain (milliseconds). */
const TIMES = {
  requestTimeout: PATIENCE,
  headersTimeout: PATIENCE / 2,
  connectionsCheckingInterval: 2_000,
};
/** Milliseconds in which some of an answer has to be taken. */
const SLOWEST = 30_000;

/** A server that shows a site. It writes no log: addresses may have the token. */
export function pageServer(site: Site, access: Access): Server {
  const busy = new WeakSet<Socket>();
  const server = createServer(TIMES, (request, response) => {
    const { socket } = request;
    // No browser asks before it has the answer before. Those of somebody who reads none of them would fill the memory.
    if (busy.has(socket)) {
      socket.destroy();
      return;
    }
    busy.add(socket);
    response.on('close', () => busy.delete(socket));
    // A body is of no use here.
    request.resume();
    void answer(request, site, access).then((made) => send(response, made, request.method === 'HEAD'));
  });
  server.maxConnections = CONNECTIONS;
  limitAddresses(server);
  server.timeout = SLOWEST;
  return server;
}

/** Whoever has connections of which nothing comes takes those of one address only. */
function limitAddresses(server: Server): void {
  const open = new Map<string, number>();
  server.on('connection', (socket) => {
    const { remoteAddress: address = '' } = socket;
    const count = (open.get(address) ?? 0) + 1;
    if (count > OF_ADDRESS) {
      socket.destroy();
      return;
    }
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}

function send(response: ServerResponse, { status, headers, body }: Answer, isHead: boolean): void {
  response.writeHead(status, headers);
  response.end(isHead ? undefined : body);
}

/** Resolves to the port on which the server listens. Rejects with the reason why it cannot. */
export function listening(
  server: Server,
  { address, port }: { address: string; port: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      const at = server.address();
      resolve(typeof at === 'object' && at ? at.port : port);
    });
  });
}
