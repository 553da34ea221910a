import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Site } from '../../src/serve/answer.ts';
import { parsed, textOf } from '../report/page/parsed.ts';
import { asked, served } from './asked.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const site: Site = async (path) =>
  path === '/' ? { version: 'v1', html: async () => '<p>pages</p>' } : undefined;

/** The headers of an answer without those that Node adds. */
function own({
  date: _,
  connection: __,
  'keep-alive': ___,
  'transfer-encoding': ____,
  ...headers
}: Record<string, unknown>) {
  return headers;
}

describe('without a token', () => {
  it('a page is shown to this machine, and nothing keeps it', async () => {
    const { status, headers, body } = await asked(await served(site, 'loopback'), {});
    const policy = String(headers['content-security-policy']);
    expect([status, body]).toEqual([200, '<p>pages</p>']);
    expect(
      own({ ...headers, 'content-security-policy': policy.replaceAll(/'sha256-[^']+'/g, 'DIGEST') }),
    ).toEqual({
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src DIGEST; script-src DIGEST DIGEST; connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; frame-ancestors 'none'",
      'content-type': 'text/html; charset=utf-8',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      etag: '"v1"',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  });

  it('HEAD and a known entity tag ask whether there is something newer', async () => {
    const port = await served(site, 'loopback');
    const { status, headers, body } = await asked(port, { method: 'HEAD' });
    expect([status, headers.etag, body]).toEqual([200, '"v1"', '']);
    const same = await asked(port, { headers: { 'if-none-match': '"v1"' } });
    expect([same.status, same.headers.etag, same.body]).toEqual([304, '"v1"', '']);
    expect(await asked(port, { headers: { 'if-none-match': '"v0"' } })).toMatchObject({ status: 200 });
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND'])('%s is refused', async (method) => {
    const { status, headers } = await asked(await served(site, 'loopback'), { method });
    expect([status, headers.allow, headers['access-control-allow-origin']]).toEqual([
      405,
      'GET, HEAD',
      undefined,
    ]);
  });

  it.each(['localhost', 'LOCALHOST:9000', '127.0.0.1:1', '[::1]:8642'])('is known as %s', async (host) => {
    expect(await asked(await served(site, 'loopback'), { headers: { host } })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    'evil.example',
    'evil.example:8642',
    'localhost.evil.example',
    'localhost@evil.example',
    '127.0.0.1.evil.example',
    '0.0.0.0:8642',
  ])('a page whose name leads here is refused: %j', async (host) => {
    const { status, body, headers } = await asked(await served(site, 'loopback'), { headers: { host } });
    expect([status, headers.etag]).toEqual([421, undefined]);
    expect(body).not.toContain('pages');
  });

  it('a request that names no host is refused', async () => {
    const socket = connect(await served(site, 'loopback'), '127.0.0.1');
    socket.end('GET / HTTP/1.0\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 421 /);
  });

  it.each(['/no', '//evil.example/', '/../etc/passwd', '/%2e%2e/', 'http://evil.example/'])(
    '%s is no page',
    async (path) => {
      expect(await asked(await served(site, 'loopback'), { path })).toMatchObject({ status: 404 });
    },
  );

  it('what cannot be read is said, as text', async () => {
    const failing: Site = () => Promise.reject(new Error('<script>alert(1)</script>'));
    const { status, body } = await asked(await served(failing, 'loopback'), {});
    expect(status).toBe(503);
    expect(textOf(parsed(body).getElementsByTagName('main')[0])).toContain('<script>alert(1)</script>');
  });
});

describe('with a token', () => {
  const refused = { status: 403, headers: expect.not.objectContaining({ 'set-cookie': expect.anything() }) };
  const cookieOf = async (port: number) => {
    const { status, headers, body } = await asked(port, { path: `/?token=${TOKEN}` });
    expect([status, headers.location, body]).toEqual([303, '/', '']);
    return headers['set-cookie'] ?? [];
  };

  it('one visit with it gives a cookie, and the address that stays has no token', async () => {
    const port = await served(site, { token: TOKEN });
    const [cookie = '', ...others] = await cookieOf(port);
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^virtfleet-[0-9a-f]{8}=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(cookie).not.toContain(TOKEN);
    const [pair = ''] = cookie.split(';');
    for (const sent of [pair, `other=1; ${pair}`])
      expect(await asked(port, { headers: { cookie: sent, host: 'fleet.example' } })).toMatchObject({
        status: 200,
        body: '<p>pages</p>',
      });
  });

  it('a program sends it with each request, and gets no cookie', async () => {
    const port = await served(site, { token: TOKEN });
    const { status, headers } = await asked(port, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect([status, headers['set-cookie']]).toEqual([200, undefined]);
  });

  it('whoever asks whether the server is well needs none, and learns no more than the server says', async () => {
    const says =
      (text: string): Site =>
      async (path) =>
        path === '/health' ? { version: 'v', html: async () => text } : undefined;
    const sick: Site = () => Promise.reject(new Error('db.example does not answer'));
    for (const [one, status, body] of [
      [says('ok'), 200, 'ok\n'],
      [says('the queue does not answer'), 503, 'the queue does not answer\n'],
      [sick, 503, 'not well\n'],
    ] as const)
      expect(await asked(await served(one, { token: TOKEN }), { path: '/health' })).toMatchObject({
        status,
        body,
      });
  });

  it.each([
    ['nothing', '/', {}],
    ['another token', `/?token=${TOKEN.replace('0', '1')}`, {}],
    ['no token', '/?token=', {}],
    ['the beginning', `/?token=${TOKEN.slice(0, -1)}`, {}],
    ['more than it', `/?token=${TOKEN}0`, {}],
    ['it at another page', `/runs?token=${TOKEN}`, {}],
    ['it as a cookie', '/', { cookie: `virtfleet=${TOKEN}` }],
    ['it as a password', '/', { authorization: `Basic ${btoa(`virtfleet:${TOKEN}`)}` }],
    ['another token of a program', '/', { authorization: `Bearer ${TOKEN.replace('0', '1')}` }],
  ])('%s opens nothing', async (_, path, headers) => {
    const got = await asked(await served(site, { token: TOKEN }), { path, headers });
    expect(got).toMatchObject(refused);
    expect(got.body).not.toMatch(/pages<|0123456789abcdef/);
  });

  it('the cookie of another token opens nothing', async () => {
    const [cookie = ''] = await cookieOf(await served(site, { token: TOKEN }));
    const port = await served(site, { token: `${TOKEN}0` });
    expect(await asked(port, { headers: { cookie: cookie.split(';')[0] ?? '' } })).toMatchObject(refused);
  });

  it('a page that is not there is not told from one that is', async () => {
    const port = await served(site, { token: TOKEN });
    expect((await asked(port, { path: '/no' })).body).toBe((await asked(port, {})).body);
  });
});
