import { describe, expect, it } from 'vitest';
import { passingRules } from '../../../src/host/firewall/advice.ts';
import { foreignRefusals } from '../../../src/host/firewall/foreign.ts';
import { parseChains } from '../../../src/host/firewall/host-firewall.ts';
import type { Packet } from '../../../src/host/firewall/verdict.ts';

const FROM: Packet = { family: 'ip', hook: 'forward', in: 'virbr7', source: ['10.7.0.0/24'], state: 'new' };
const TO: Packet = {
  ...{ family: 'ip', hook: 'forward', out: 'virbr7' },
  ...{ destination: ['10.7.0.0/24'], state: 'established' },
};
const DHCP: Packet = { family: 'ip', hook: 'input', in: 'virbr7', protocol: 'udp', port: 67, state: 'new' };

/** What is told of a table with these chains: who drops what. */
const told = (body: string, table = 'ip filter') =>
  foreignRefusals({ from: FROM, to: TO, dhcp: DHCP }, parseChains(`table ${table} {\n${body}\n}`)).map(
    ({ by, packets, chain }) => `${by} ${packets.join('+')} ${chain.name}`,
  );
const forward = (policy: string, ...rules: string[]) =>
  `chain FORWARD {\ntype filter hook forward priority filter; policy ${policy};\n${rules.join('\n')}\n}`;
const chain = (name: string, ...rules: string[]) => `\nchain ${name} {\n${rules.join('\n')}\n}`;

describe('what other tools keep of the packets of guests', () => {
  it('is nothing where all pass, or nobody says what is dropped', () => {
    expect(told('')).toEqual([]);
    expect(told(forward('accept'))).toEqual([]);
    expect(told(forward('accept', 'ip saddr 1.2.3.4 drop', 'iifname "eth1" drop'))).toEqual([]);
    expect(told(forward('drop'), 'bridge filter')).toEqual([]);
  });

  it('is told with who writes the chain', () => {
    expect(told(forward('drop'))).toEqual(['somebody from+to FORWARD']);
    expect(told(forward('accept', 'counter reject'))).toEqual(['somebody from+to FORWARD']);
    expect(told(forward('drop') + chain('DOCKER-USER', 'return'))).toEqual(['docker from+to FORWARD']);
    expect(told(forward('drop') + chain('ufw-before-forward'))).toEqual(['ufw from+to FORWARD']);
    expect(told(forward('drop', 'goto last') + chain('last', 'drop'), 'inet firewalld')).toEqual([
      'firewalld from+to FORWARD',
    ]);
  });

  it('follows the way of a packet through chains, links, states, protocols and ports', () => {
    const established = 'ct state related,established accept';
    expect(told(forward('drop', established))).toEqual(['somebody from FORWARD']);
    const own = chain('own', 'iifname "virbr*" accept', 'oif "virbr7" accept');
    expect(told(forward('drop', 'jump own') + own)).toEqual([]);
    expect(told(forward('drop', 'jump own', 'accept') + chain('own', 'return', 'drop'))).toEqual([]);
    expect(told(forward('drop', 'goto own', 'accept') + chain('own'))).toEqual(['somebody from+to FORWARD']);
    const input = (...rules: string[]) =>
      `chain INPUT {\ntype filter hook input priority 0; policy drop;\n${rules.join('\n')}\n}`;
    expect(told(input('tcp dport 67 accept', 'udp dport 53 accept'))).toEqual(['somebody dhcp INPUT']);
    expect(told(input('udp dport { 53, 60-70 } accept'))).toEqual([]);
  });

  it('goes the way that lets it pass, where a rule leaves its chain on conditions that are not read', () => {
    const local = chain('local', 'fib daddr type local return', 'drop');
    expect(told(forward('drop', 'jump local', 'accept') + local)).toEqual([]);
    expect(told(forward('drop', 'jump local') + local)).toEqual(['somebody from+to FORWARD']);
    const own = chain('own', 'tcp dport 22 return', 'accept');
    expect(told(forward('drop', 'jump own') + own)).toEqual([]);
  });

  it('is not told where a rule of many conditions lets a bridge or subnet pass: somebody thought of it', () => {
    expect(told(forward('drop', 'iifname "virbr7" tcp dport 443 accept'))).toEqual(['somebody to FORWARD']);
    expect(
      told(forward('drop', 'ip saddr 10.7.0.0/24 oifname "eth0" accept', 'ip daddr 10.7.0.0/24 accept')),
    ).toEqual([]);
    expect(told(forward('drop', 'ip saddr 10.7.0.9 accept', 'tcp dport 443 accept'))).toEqual([
      'somebody from+to FORWARD',
    ]);
    expect(
      told(forward('drop', 'ip saddr { 192.168.0.0/16, 10.0.0.0/8 } accept', 'ip daddr @own accept')),
    ).toEqual(['somebody to FORWARD']);
  });

  it('is not what only some packets of a bridge meet, in whatever chain that is decided', () => {
    const kept = chain('kept', 'log prefix "kept"', 'drop');
    for (const way of ['jump', 'goto'])
      expect(told(forward('accept', `iifname "virbr7" ip daddr 10.0.0.0/8 ${way} kept`) + kept)).toEqual([]);
    expect(told(forward('accept', 'iifname "virbr7" jump kept') + kept)).toEqual(['somebody from FORWARD']);
  });

  it('is not what libvirt itself refuses', () => {
    const own =
      chain('LIBVIRT_FWO', 'iifname "virbr7" reject') + chain('LIBVIRT_FWI', 'oifname "virbr7" reject');
    expect(told(forward('drop', 'jump LIBVIRT_FWO', 'jump LIBVIRT_FWI') + own)).toEqual([]);
    expect(told(forward('accept', 'reject'), 'ip libvirt_network')).toEqual([]);
  });
});

it('rules for iptables are only for what iptables shows', () => {
  const rules = (table: string) => {
    const chains = parseChains(`table ${table} {\n${forward('drop')}\n}`);
    return foreignRefusals({ from: FROM }, chains).flatMap((found) =>
      passingRules({ bridge: 'virbr7', isOfHost: false }, found, chains),
    );
  };
  expect(rules('ip filter')).toEqual([
    'iptables -I FORWARD -i virbr7 -j ACCEPT',
    'iptables -I FORWARD -o virbr7 -j ACCEPT',
  ]);
  expect(rules('inet filter')).toEqual([
    'nft insert rule inet filter FORWARD iifname virbr7 accept',
    'nft insert rule inet filter FORWARD oifname virbr7 accept',
  ]);
});
