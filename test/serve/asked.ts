import { type IncomingHttpHeaders, request } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Access } from '../../src/serve/access.ts';
import type { Site } from '../../src/serve/answer.ts';
import { listening, pageServer } from '../../src/serve/server.ts';

export interface Got {
  status: number | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}

/** Asks a server on a port of this machine, with any headers and path, as nobody forbids a stranger. */
export function asked(
  port: number,
  {
    method = 'GET',
    path = '/',
    headers = {},
  }: { method?: string; path?: string; headers?: Record<string, string> },
): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

/** A server of a site, which goes with the test; resolves to its port. */
export async function served(site: Site, access: Access): Promise<number> {
  const server = pageServer(site, access);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return listening(server, { address: '127.0.0.1', port: 0 });
}
