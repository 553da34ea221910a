import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as z from 'zod';
import { doHere } from '../../src/engine/connection/controller-steps.ts';
import { uri } from '../../src/modules/uri.ts';
import { isLocal } from '../../src/plan/step.ts';
import { trial } from './trial.ts';

type Args = Omit<z.input<typeof uri.args>, 'url'>;

const asked: {
  method: string | undefined;
  authorization: string | undefined;
  type: string | undefined;
  body: string;
}[] = [];
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const { authorization, 'content-type': type } = request.headers;
  asked.push({ method: request.method, authorization, type, body });
  if (request.url === '/moved') response.writeHead(302, { location: '/' }).end('moved');
  else if (request.url === '/silent') response.writeHead(200).flushHeaders();
  else if (request.url === '/no') response.writeHead(404).end('not here');
  else response.writeHead(200, { 'content-type': 'application/json', 'x-more': 'yes' }).end('{"a":[1]}');
});

let root = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function answer(path: string, args: Args = {}) {
  const [step] = trial(uri, { url: `${root}${path}`, ...args }, {}).steps;
  if (!step || !isLocal(step)) throw new Error('nothing is asked');
  return doHere(step, new AbortController().signal);
}

it('what comes back is there for register', async () => {
  expect(await answer('/')).toMatchObject({
    result: { status: 200, json: { a: [1] }, headers: { 'x-more': 'yes' } },
  });
  expect((await answer('/')).result).not.toHaveProperty('content');
  expect(await answer('/', { return_content: true })).toMatchObject({ result: { content: '{"a":[1]}' } });
});

it('sends a body, and who asks', async () => {
  await answer('/', {
    method: 'POST',
    body: { a: 1 },
    body_format: 'json',
    url_username: 'u',
    url_password: 'p',
  });
  expect(asked.at(-1)).toEqual({
    method: 'POST',
    authorization: 'Basic dTpw',
    type: 'application/json',
    body: '{"a":1}',
  });
});

it('a form is sent as one; statuses may be one text', async () => {
  asked.length = 0;
  const form = { user: 'a b', list: [1, 2] };
  await answer('/no', {
    method: 'POST',
    body: form,
    body_format: 'form-urlencoded',
    status_code: '200, 404',
  });
  expect(asked).toMatchObject([
    { type: 'application/x-www-form-urlencoded', body: 'user=a+b&list=1&list=2' },
  ]);
  expect(uri.args.safeParse({ url: root, status_code: '200,40' }).success).toBe(false);
  expect(uri.args.safeParse({ url: root, validate_certs: false }).success).toBe(false);
});

it('another status is a failure unless it is expected', async () => {
  expect(await answer('/no')).toMatchObject({
    failure: 'answered 404, not 200: not here',
    result: { status: 404, content: 'not here' },
  });
  expect(await answer('/no', { status_code: [200, 404] })).not.toHaveProperty('failure');
});

it('follows what has moved where that is safe', async () => {
  expect(await answer('/moved')).toMatchObject({ result: { status: 200 } });
  expect(await answer('/moved', { method: 'POST' })).toMatchObject({
    failure: 'answered 302, not 200: moved',
  });
  expect(await answer('/moved', { follow_redirects: 'none', status_code: 302 })).not.toHaveProperty(
    'failure',
  );
});

it('says when nobody answers', async () => {
  expect(await answer('/silent', { timeout: 1 })).toEqual({ failure: 'no answer came in time' });
  root = 'http://127.0.0.1:1';
  expect((await answer('/')).failure).toMatch(/bad port|ECONNREFUSED/);
});

it('counts as nothing, and is left to a real run', () => {
  const { plan } = trial(uri, { url: 'http://localhost/' }, {});
  expect(plan.changes).toMatchObject([{ what: 'GET http://localhost/', bookkeeping: true, proof: 'opaque' }]);
});

it('refuses what it could not send', () => {
  expect(trial(uri, { url: 'http://a/', body: { a: 1 } }, {}).complaints).toEqual(['body']);
  for (const url of ['ftp://a/', 'a', 'http://u:p@a/'])
    expect(uri.args.safeParse({ url }).success).toBe(false);
});
