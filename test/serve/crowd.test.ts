import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Site } from '../../src/serve/answer.ts';
import { asked, served } from './asked.ts';

const pages: Site = async () => ({ version: 'v', html: async () => 'x'.repeat(100_000) });

it('who asks again and again and reads no answer is cut off, and holds no memory and no place', async () => {
  const asks = { count: 0 };
  const site: Site = (path) => {
    asks.count += 1;
    return pages(path);
  };
  const port = await served(site, 'loopback');
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const gone = new Promise((resolve) => socket.on('error', () => {}).on('close', resolve));
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(1_000));
  socket.resume();
  await gone;
  expect(asks.count).toBe(1);
  expect(await asked(port, {})).toMatchObject({ status: 200 });
});

it('one connection serves one request after the other', async () => {
  const port = await served(pages, 'loopback');
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let answers = 0;
  socket.setEncoding('latin1').on('data', (text: string) => {
    answers += text.split('HTTP/1.1 200').length - 1;
  });
  for (const expected of [1, 2]) {
    socket.write('HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    while (answers < expected) await sleep(5);
  }
  expect(socket.destroyed).toBe(false);
});

it('a crowd of one address keeps nobody else out', async () => {
  const port = await served(pages, { token: 't' });
  let open = 0;
  for (let index = 0; index < 100; index += 1) {
    const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' });
    onTestFinished(() => void socket.destroy());
    socket
      .on('error', () => {})
      .on('close', () => {
        open -= 1;
      });
    await once(socket, 'connect');
    open += 1;
  }
  const headers = { authorization: 'Bearer t' };
  expect(await asked(port, { headers })).toMatchObject({ status: 200 });
  await vi.waitUntil(() => open <= 20, 30_000);
});
