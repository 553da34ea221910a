import { chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { report } from '../../src/commands/report.ts';
import { keepCheck, placeIn } from './kept-check.ts';
import { project, typed } from './project.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';

describe('report serve refuses', () => {
  const refused = async (...words: string[]) => {
    const folder = project({ open: TOKEN, short: 'hunter2', none: '' });
    chmodSync(join(folder, 'open'), 0o644);
    for (const name of ['short', 'none']) chmodSync(join(folder, name), 0o600);
    await keepCheck(placeIn(folder));
    const named = words.map((word) => (word.startsWith('@') ? join(folder, word.slice(1)) : word));
    return typed(report, folder, { width: 200 }, ...named);
  };

  it.each([
    [['0.0.0.0:8642'], 'needs a token'],
    [['[::]:8642'], 'needs a token'],
    [['192.0.2.1:80'], 'needs a token'],
    [['8642'], '--listen expects HOST:PORT'],
    [['127.0.0.1:70000'], '--listen expects HOST:PORT'],
    [['::1:8642'], '--listen expects HOST:PORT'],
    [['no-such-host.invalid:1'], 'no address is known of no-such-host.invalid'],
    [['192.0.2.1:1', '--token-file', '@open'], 'chmod 600 open'],
    [['192.0.2.1:1', '--token-file', '@short'], 'short has no token: 32 characters or more'],
    [['192.0.2.1:1', '--token-file', '@none'], 'none has no token'],
    [['192.0.2.1:1', '--token-file', '@missing'], "tr -d ' \\n' > missing)"],
    [['127.0.0.1:0', '--history', 'none'], 'holds no run'],
    [['127.0.0.1:0', '--history', '/none/history.db'], 'no run is kept in /none/history.db yet'],
  ])('--listen %j', async (words, says) => {
    const { code, out, err } = await refused('serve', '--listen', ...words);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(says);
    expect(err).not.toMatch(/hunter2|0123456789abcdef/);
  });

  it('an address that others can reach with the command that makes a token', async () => {
    const { err } = await refused('serve', '--listen', '0.0.0.0:8642');
    expect(err).toBe(`error: An address that others can reach needs a token
  Who can reach 0.0.0.0:8642 could read of hosts, networks and people.
  hint: Write a token to a file, and name it: --listen 0.0.0.0:8642 --token-file report.token

    (umask 077; head -c 32 /dev/urandom | od -An -vtx1 | tr -d ' \\n' > report.token)

1 problem.
`);
  });

  it('a port that is taken', async () => {
    const taken = createServer();
    onTestFinished(() => void taken.close());
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
    });
    const { code, err } = await refused('serve', '--listen', `127.0.0.1:${port}`);
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(
        `127.0.0.1:${port} cannot be listened on: another program listens there. Name another address with --listen HOST:PORT.`,
      ),
    ]);
  });

  it.each([[[]], [['sevre']], [['serve', 'twice']]])('words that mean nothing: %j', async (words) => {
    const { code, err } = await refused(...words);
    expect([code, err]).toEqual([1, 'virtfleet report: it is written virtfleet report serve.\n']);
  });
});
