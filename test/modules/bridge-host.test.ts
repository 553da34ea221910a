import { describe, expect, it } from 'vitest';
import { bridgePorts } from '../../src/host/bridge-ports.ts';
import { hostLinks } from '../../src/host/host-links.ts';
import { parseRouting } from '../../src/management/routing.ts';
import { absent, fileOf, gone, link, on, port } from './bridge-trial.ts';

describe('the links and routes of the host', () => {
  const current = (made: ReturnType<typeof on>) => made.left(hostLinks);
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
    expect(current(made)).toEqual({
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
    expect(current(removed)).toEqual({ links: ['eth0'], routes: [] });
  });
});

it('the ports of the bridge are told to others, beside the taps of guests, which stay', () => {
  const at = (bridge: string, name: string, tap: boolean) => ({ bridge, port: name, tap });
  const bridgePortsBefore = [at('br0', 'eth2', false), at('br0', 'vnet0', true), at('br1', 'eth3', false)];
  const left = (made: ReturnType<typeof on>) => made.left(bridgePorts);
  const current = {
    file: absent,
    link: gone,
    'link eth1': port,
    'carries eth1': [],
    bridgePorts: bridgePortsBefore,
  };
  expect(left(on(current, { interfaces: ['eth1'] }))).toEqual([
    at('br0', 'eth1', false),
    at('br0', 'vnet0', true),
    at('br1', 'eth3', false),
  ]);
  const removed = on({ ...current, file: fileOf({}), link }, { state: 'absent' });
  expect(left(removed)).toEqual([at('br1', 'eth3', false)]);
});

describe('what carries this SSH session', () => {
  const session = { client: '10.66.0.9', server: '10.66.0.1', links: ['eth0'] };
  const carrier = { file: absent, link: gone, session, 'link eth0': port, 'carries eth0': [] };
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
    const other = { file: absent, link: gone, session, 'link eth1': port, 'carries eth1': [] };
    expect(on(other, { interfaces: ['eth1'] }).impacts.at(-1)).toEqual({ disruption: 'none' });
    const lent = { ...carrier, 'carries eth0': ['10.9.0.7/24'], session: { links: [] } };
    expect(on(lent, { interfaces: ['eth0'] }).impacts.at(-1)).toMatchObject({ disruption: 'link' });
  });
});

describe('a bridge beside the links of this SSH session', () => {
  const session = { client: '192.0.2.9', server: '10.66.0.1', links: ['eth0'] };
  const rules = '0:\tfrom all lookup 255\n32766:\tfrom all lookup 254\n';
  const routing = parseRouting(`${rules}default via 10.66.0.254 dev eth0 metric 100\n10.66.0.0/24 dev eth0`);
  const impact = (args: object) =>
    on({ file: absent, link: gone, session, routing }, args).impacts.at(-1)?.disruption;

  it('is a matter of management where it would take the answers', () => {
    const by = (route: object) => ({ routes: [{ via: '10.9.0.254', ...route }] });
    expect(impact(by({ to: 'default' }))).toBe('management');
    expect(impact(by({ to: 'default', metric: 100 }))).toBe('management');
    expect(impact(by({ to: '192.0.2.0/24', metric: 5000 }))).toBe('management');
    expect(impact({ addresses: ['192.0.2.1/24'] })).toBe('management');
    expect(impact({ addresses: ['10.66.0.254/32'] })).toBe('management');
    expect(impact({ dhcp4: true })).toBe('management');
    expect(impact(by({ to: 'default', metric: 500 }))).toBe('none');
    expect(impact(by({ to: 'default', table: 7 }))).toBe('none');
    expect(impact({ dhcp6: true })).toBe('none');
  });

  it('is refused with the address of the gateway', () => {
    const current = { file: absent, link: gone, session, routing };
    expect(on(current, { addresses: ['10.66.0.254/32'] }).blocked).toEqual([
      expect.stringContaining("would be one of the host's own"),
    ]);
  });

  it('is judged with what a DHCP server lends it', () => {
    const current = { file: absent, link: gone, session, routing };
    const labels = (args: object) =>
      on(current, args).steps.map((step) => ('label' in step ? step.label : ''));
    expect(labels({ dhcp4: true })).toContain('wait for an address of br0');
    expect(labels({})).not.toContain('wait for an address of br0');
  });

  it('applies nothing to them that somebody else has written: the host is asked before anything is', () => {
    const current = { file: absent, link: gone, session, routing };
    const asked = (now: object, args: object = {}) => {
      const ask = on(now, args).plan.trial?.ask;
      return ask?.kind === 'script' ? ask.args[0] : undefined;
    };
    expect(asked(current)).toBe('eth0');
    expect(asked(current, { dhcp4: true })).toBe('');
    expect(asked({ ...current, session: { links: [] } })).toBe('');
    // Where no file changes the look is the first step: a dry run asks nothing of netplan.
    const kernelOnly = { ...current, file: fileOf({}), link: { ...link, addresses: [] } };
    expect(asked(kernelOnly)).toBeUndefined();
    const label = 'look for unapplied netplan files of eth0';
    expect(on(kernelOnly).steps[0]).toMatchObject({ label });
    expect(on({ ...kernelOnly, session: { links: [] } }).steps[0]).not.toMatchObject({ label });
  });
});
