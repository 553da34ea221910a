import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hostLinks, withLink, withoutLink } from '../../src/host/host-links.ts';
import { ask, parsed } from '../modules/trial.ts';

const recorded = (name: string) => readFileSync(join(import.meta.dirname, '../recorded', name), 'utf8');
const route = (address: string, prefix: number, device: string, gateway?: string) => ({
  destination: { address, prefix },
  device,
  ...(gateway && { gateway }),
});

it.each(['6.1.0', '6.15.0'])('what a host with iproute2 %s says', (version) => {
  expect(parsed(hostLinks, recorded(`links-and-routes-iproute2-${version}.txt`))).toEqual({
    links: ['eth0', 'lo', 'virbr9'],
    routes: [
      route('10.5.0.0', 16, 'eth0', '10.77.0.1'),
      route('10.6.0.0', 16, 'eth0', '10.77.0.1'),
      route('10.77.0.0', 16, 'eth0'),
      route('10.8.0.0', 24, 'virbr9'),
      route('10.9.0.0', 16, 'virbr9', '10.8.0.2'),
      route('172.30.0.1', 32, 'eth0', '10.77.0.1'),
      route('fd00:8::', 64, 'virbr9'),
    ],
  });
});

it('this machine has a loopback', () => {
  expect(ask(hostLinks).links).toContain('lo');
});

it('a gateway of another family is read', () => {
  const { routes } = parsed(hostLinks, 'links eth0\n10.5.0.0/16 via inet6 fe80::1 dev eth0 proto bgp\n');
  expect(routes).toEqual([route('10.5.0.0', 16, 'eth0', 'fe80::1')]);
});

it('a host without a program for routes is an error', () => {
  expect(() => parsed(hostLinks, 'links lo\n', 127)).toThrow('cannot read the routes');
});

describe('a link', () => {
  const host = {
    links: ['eth0', 'virbr1'],
    routes: [route('10.1.0.0', 24, 'virbr1'), route('10.2.0.0', 24, 'eth0')],
  };

  it('comes with its routes, and without those it had', () => {
    expect(withLink(host, 'virbr1', [route('10.0.0.0', 24, 'virbr1')])).toEqual({
      links: ['eth0', 'virbr1'],
      routes: [route('10.0.0.0', 24, 'virbr1'), route('10.2.0.0', 24, 'eth0')],
    });
  });

  it('goes with its routes', () => {
    expect(withoutLink(host, 'virbr1')).toEqual({ links: ['eth0'], routes: [route('10.2.0.0', 24, 'eth0')] });
  });
});

it('links are folders of /sys/class/net, which has a file of bonds besides', () => {
  expect(parsed(hostLinks, 'links eth0/ lo/\n').links).toEqual(['eth0', 'lo']);
  const { ask } = hostLinks;
  expect(ask.kind === 'script' && ask.script).toContain('links */');
});
