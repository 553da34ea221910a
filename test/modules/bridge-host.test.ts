import { describe, expect, it } from 'vitest';
import { bridgePorts } from '../../src/plan/bridge-ports.ts';
import { hostLinks } from '../../src/plan/host-links.ts';
import { absent, fileOf, gone, link, on, port } from './bridge-trial.ts';

describe('the links and routes of the host', () => {
  const seen = (made: ReturnType<typeof on>) =>
    made.plan.changes.flatMap(({ leaves }) => leaves).find(({ probe }) => probe.key === hostLinks.key)?.value;
  const route = (address: string, prefix: number, device: string) => ({
    destination: { address, prefix },
    device,
  });

  it('have those of the bridge once it is made', () => {
    const host = { links: ['eth0'], routes: [route('10.1.0.0', 16, 'eth0')] };
    const made = on(
      { file: absent, link: gone, host },
      {
        addresses: ['10.9.0.1/24', 'fd00::1/64', '10.8.0.1/32'],
        routes: [
          { to: 'default', via: '10.9.0.9' },
          { to: '10.3.0.0/16', via: '10.9.0.9' },
          { to: '10.4.0.0/16', via: '10.9.0.9', table: 100 },
        ],
      },
    );
    expect(seen(made)).toEqual({
      links: ['br0', 'eth0'],
      routes: [
        route('10.1.0.0', 16, 'eth0'),
        { ...route('10.3.0.0', 16, 'br0'), gateway: '10.9.0.9' },
        route('10.9.0.0', 24, 'br0'),
        route('fd00::', 64, 'br0'),
      ],
    });
  });

  it('no longer have them once it is removed', () => {
    const host = { links: ['br0', 'eth0'], routes: [route('10.9.0.0', 24, 'br0')] };
    const removed = on({ file: fileOf({}), link, host }, { state: 'absent' });
    expect(seen(removed)).toEqual({ links: ['eth0'], routes: [] });
  });
});

it('the ports of the bridge are told to others, beside the taps of guests, which stay', () => {
  const at = (bridge: string, name: string, tap: boolean) => ({ bridge, port: name, tap });
  const bridgePortsBefore = [at('br0', 'eth2', false), at('br0', 'vnet0', true), at('br1', 'eth3', false)];
  const left = (made: ReturnType<typeof on>) =>
    made.plan.changes.flatMap(({ leaves }) => leaves).find(({ probe }) => probe.key === bridgePorts.key)
      ?.value;
  const seen = {
    file: absent,
    link: gone,
    'link eth1': port,
    'carries eth1': [],
    bridgePorts: bridgePortsBefore,
  };
  expect(left(on(seen, { interfaces: ['eth1'] }))).toEqual([
    at('br0', 'eth1', false),
    at('br0', 'vnet0', true),
    at('br1', 'eth3', false),
  ]);
  const removed = on({ ...seen, file: fileOf({}), link }, { state: 'absent' });
  expect(left(removed)).toEqual([at('br1', 'eth3', false)]);
});

describe('what carries this SSH session', () => {
  const carrier = { file: absent, link: gone, 'link eth0': port, 'carries eth0': [] };
  const over = (links: string) => ({
    disruption: 'management',
    note: `this SSH session comes in over ${links}`,
  });

  it('is told when a bridge takes it', () => {
    expect(on(carrier, { interfaces: ['eth0'] }).impacts.at(-1)).toEqual(over('eth0'));
  });

  it('is told when a port leaves, when the bridge itself changes, and when it is removed', () => {
    const over2 = {
      file: fileOf({}),
      link: { ...link, ports: ['eth0'] },
      session: { client: '10.66.0.9', links: ['br0', 'eth0'] },
    };
    expect(on(over2).impacts.at(-1)).toEqual(over('br0, eth0'));
    expect(on({ ...over2, link }, { mtu: 9000 }).impacts.at(-1)).toEqual(over('br0'));
    expect(on(over2, { state: 'absent' }).impacts.at(-1)).toEqual(over('br0, eth0'));
  });

  it('is no matter for other links, nor where there is no session', () => {
    const other = { file: absent, link: gone, 'link eth1': port, 'carries eth1': [] };
    expect(on(other, { interfaces: ['eth1'] }).impacts.at(-1)).toEqual({ disruption: 'none' });
    const lent = { ...carrier, 'carries eth0': ['10.9.0.7/24'], session: { links: [] } };
    expect(on(lent, { interfaces: ['eth0'] }).impacts.at(-1)).toMatchObject({ disruption: 'link' });
  });
});
