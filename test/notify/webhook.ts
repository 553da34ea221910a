import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request that a test server got. */
export interface Got {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

/**
 * A server on loopback that goes with the test. It answers with the statuses of `answers` first, one a request, then
 * with 200; more may come while it runs. 0 ends the connection behind the request, without an answer.
 */
export async function webhook(answers: number[] = []) {
  const got: Got[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    got.push({ method, path: url, headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
    const status = answers.shift() ?? 200;
    if (status === 0) request.socket.destroy();
    else response.writeHead(status, { location: '/elsewhere' }).end('no_service');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { got, origin: `http://127.0.0.1:${port}` };
}

/** Attempts as in earnest, without pauses. */
export const AT_ONCE = { tries: 5, first: 0, longest: 0, random: () => 0, sleep: async () => {} };
