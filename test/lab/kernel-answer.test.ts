import { beforeAll, describe, expect, it } from 'vitest';
import { kernelAnswer } from '../../src/management/kernel-answer.ts';
import { parseRouting } from '../../src/management/routing.ts';
import { lab } from './lab.ts';
import { hostOf } from './one-of-each.ts';
import { RELEASES } from './releases.ts';

/** Links, addresses, rules and routes that are laid at random, and clients that are asked for. */
const LINKS = ['a0', 'b0', 'c0'];
const CLIENTS = ['192.0.2.9', '10.1.7.7', '10.2.0.9', '10.3.255.255', '10.2.0.5', '198.51.100.1'];
const CLIENTS6 = ['2001:db8::9', 'fd01::77', 'fd02::9', 'fd01::1'];
const NETS = [
  'default',
  '192.0.2.0/24',
  '192.0.0.0/16',
  '10.1.7.0/24',
  '10.2.0.0/25',
  '10.0.0.0/8',
  '198.51.100.1/32',
];
const NETS6 = ['default', '2001:db8::/32', '2001:db8::/64', 'fd01::/80', 'fd02::9/128'];

/** A generator that gives the same numbers for the same seed, in [0, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** Shell text that makes a namespace so, and then prints its routing and what the kernel answers each client. */
function situation(seed: number, family: 4 | 6): string {
  const next = random(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)] as T;
  const [clients, nets] = family === 4 ? [CLIENTS, NETS] : [CLIENTS6, NETS6];
  const gateway = () =>
    family === 4 ? `10.${pick([1, 2])}.0.${pick([1, 8])}` : `fd0${pick([1, 2])}::${pick([1, 8])}`;
  const routes = Array.from({ length: 8 }, () => {
    const kind = pick(['via', 'via', 'dev', 'dev', 'unreachable', 'throw']);
    const words = { via: `via ${gateway()}`, dev: `dev ${pick(LINKS)}` }[kind] ?? '';
    const type = kind === 'unreachable' || kind === 'throw' ? kind : '';
    return `ip -${family} route add ${type} ${pick(nets)} ${words} table ${pick([254, 254, 254, 7, 8])} metric ${pick([5, 50, 500])}`;
  });
  const rules = Array.from({ length: 3 }, (_, index) => {
    const from = pick([
      'all',
      family === 4 ? '10.1.0.9' : 'fd01::9',
      family === 4 ? '10.9.0.0/16' : 'fd09::/16',
    ]);
    const to = pick(['', '', `to ${pick(nets.slice(1))}`]);
    const more = pick([
      '',
      'fwmark 0x7',
      'iif a0',
      'ipproto tcp sport 22',
      'ipproto tcp sport 80',
      'not fwmark 0x7',
    ]);
    const action = pick(['lookup 7', 'lookup 8', 'lookup 254 suppress_prefixlength 0', 'unreachable']);
    return `ip -${family} rule add ${more.startsWith('not') ? 'not' : ''} from ${from} ${to} ${more.replace('not ', '')} pref ${100 + index} ${action}`;
  });
  const own =
    family === 4 ? ['10.1.0.9/16', '10.2.0.5/24', '10.3.0.5/16'] : ['fd01::9/64', 'fd02::5/64', 'fd03::5/64'];
  const links = LINKS.map(
    (link, index) =>
      `ip link add ${link} type veth peer name far-${link}; ip link set far-${link} up; ip link set ${link} up
       ip addr add ${own[index]} dev ${link} ${family === 6 ? 'nodad' : ''}`,
  );
  const source = family === 4 ? '10.1.0.9' : 'fd01::9';
  const asks = clients.map(
    (client) =>
      `echo '= ${client}'; ip -${family} -o route get ${client} from ${source} ipproto tcp sport 22 dport 50000 2>&1`,
  );
  const quiet = [...links, ...routes, ...rules].map((line) => `{ ${line}\n} 2>/dev/null`);
  return [
    'ip link set lo up',
    ...quiet,
    `ip -N -o -${family} rule show; ip -N -o -${family} route show table all`,
    ...asks,
  ].join('\n');
}

/** What `ip route get` says, in the words of `kernelAnswer`. */
function kernelWords(line: string): string {
  if (/unreachable|prohibit|No route to host|Invalid argument/.test(line)) return 'nowhere';
  if (/^local/.test(line)) return 'to the host itself';
  if (/^broadcast/.test(line)) return 'to everybody';
  const [, gateway] = / via (\S+)/.exec(line) ?? [];
  const [, device = ''] = / dev (\S+)/.exec(line) ?? [];
  return [gateway && `to ${gateway}`, `by ${device}`].filter(Boolean).join(' ');
}

describe.each(RELEASES)('on %s', (release) => {
  const host = hostOf(release);
  const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);
  let said: string[] = [];

  beforeAll(async () => {
    const texts = SEEDS.flatMap((seed) => [situation(seed, 4), situation(seed, 6)]);
    const script = texts.map((text) => `unshare --net sh <<'END'\n${text}\nEND\necho '#####'`).join('\n');
    said = (await lab.onHost(host, 'sh', { stdin: script })).stdout.split('#####\n').slice(0, -1);
  });

  it('the computed answer is the kernel’s, whatever the rules and routes', () => {
    const current = new Set<string>();
    expect(said).toHaveLength(SEEDS.length * 2);
    for (const text of said) {
      const [around = '', ...answers] = text.split(/^= /m);
      const routing = parseRouting(around);
      for (const answer of answers) {
        const [client = '', line = ''] = answer.split('\n');
        const server = client.includes(':') ? 'fd01::9' : '10.1.0.9';
        const computed = kernelAnswer({ client, server, serverPort: 22 }, routing);
        const kernel = kernelWords(line);
        current.add(kernel.replace(/\d.*/, ''));
        const ways = computed.known ? computed.way.split(' or ') : [];
        expect({ client, ways, around }, line).toEqual({
          client,
          ways: expect.arrayContaining([kernel]),
          around,
        });
      }
    }
    // The situations are of all kinds.
    expect([...current].toSorted()).toEqual(
      expect.arrayContaining(['by a', 'nowhere', 'to ', 'to the host itself']),
    );
  });
});
