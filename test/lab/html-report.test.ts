import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parsed, textOf, withClass } from '../report/page/parsed.ts';
import { lab } from './lab.ts';
import { drift, HOSTS, onEach, run, write } from './two-hosts.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-html-'));
const path = join(folder, 'report.html');
const WORDS = ['--html', path, '--history', join(folder, 'history.db')];
const [FIRST = '', SECOND = ''] = HOSTS;

const NETWORK = {
  name: 'Drawn',
  network: { name: 'drawn', bridge: { name: 'virbr86' }, ip: { address: '10.86.0.1/24' } },
};

beforeAll(async () => {
  write([NETWORK]);
  expect(await run(...WORDS)).toMatchObject({ code: 0 });
  for (const host of HOSTS) await lab.addGuest(host, { name: 'web', networks: ['drawn'] });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const host of HOSTS) await lab.removeGuest(host, 'web');
  await onEach('virsh -q net-destroy drawn; virsh -q net-undefine drawn; rm -rf /var/lib/virtfleet; true');
});

/** The page: its headline, its entries, and of each host the words of its drawing and what hangs loose. */
function report() {
  const root = parsed(readFileSync(path, 'utf8'));
  const hosts = withClass(root, 'host').map((host) => ({
    texts: [...host.getElementsByTagName('text')].map(textOf),
    loose: withClass(host, 'loose').map(textOf),
  }));
  return {
    headline: textOf(root.getElementsByTagName('h1')[0]),
    cards: withClass(root, 'card').map((card) => textOf(card.getElementsByTagName('h3')[0])),
    lives: withClass(root, 'life').map(textOf),
    hosts,
  };
}

it('a check draws each host as it is, and says which guest hangs loose', async () => {
  const tap = 'tap=$(virsh domiflist web | grep -o "vnet[0-9]*")';
  await lab.onHost(FIRST, `${tap}; ip link set "$tap" nomaster`);
  expect(await drift(...WORDS)).toMatchObject({ code: 3 });
  const { headline, cards, hosts } = report();
  expect([headline, cards]).toEqual(['1 host has new differences', [`drifted network drawn on ${FIRST}new`]]);
  const [one, other] = hosts;
  expect(one?.texts).toEqual(
    expect.arrayContaining(['virbr86', 'drawn', expect.stringMatching(/^web \(vnet\d+, loose\)$/)]),
  );
  expect(one?.loose).toEqual([
    expect.stringMatching(
      /^vnet\d+ of guest web is on no bridge; it should be on network drawn, bridge virbr86\.$/,
    ),
  ]);
  expect(other?.texts).toEqual(expect.arrayContaining([expect.stringMatching(/^web \(vnet\d+\)$/)]));
  expect(other?.loose).toEqual([]);
});

it('what is new has its life from the history', async () => {
  await lab.onHost(SECOND, 'virsh -q net-autostart drawn --disable; virsh -q net-destroy drawn');
  await drift(...WORDS);
  const { headline, cards, lives } = report();
  expect(headline).toBe('1 host has new differences');
  expect(cards.filter((card) => card.includes(SECOND))).toEqual([`drifted network drawn on ${SECOND}new`]);
  expect(lives.find((life) => life.startsWith(SECOND))).toMatch(/differs, found by this check.* in step/);
});

it('a run draws the hosts as it leaves them', async () => {
  write([{ name: 'Gone', network: { name: 'drawn', state: 'absent' }, disruption: 'link' }]);
  expect(await run(...WORDS)).toMatchObject({ code: 0 });
  const { headline, hosts } = report();
  expect(headline).toBe('2 hosts changed');
  for (const { texts } of hosts) expect(texts).toContain('drawn (missing)');
});
