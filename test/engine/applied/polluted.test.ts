import { expect, it } from 'vitest';
import { hostDnsmasq } from '../../../src/dnsmasq/host-dnsmasq.ts';
import { leftBehind } from '../../../src/engine/applied/left-behind.ts';
import { instanceLeases } from '../../../src/leases/instance-leases.ts';
import type { Probe } from '../../../src/plan/probe.ts';

function said<T>(probe: Probe<T>, stdout: string): T {
  return probe.parse([{ status: 0, stdout: Buffer.from(stdout), stderr: Buffer.alloc(0) }]);
}

it('no host can write to the prototypes of the process', () => {
  const keys = Reflect.ownKeys(Object.prototype);
  said(leftBehind('x'), '\x1e{"open":{}}\n\x1e__proto__ polluted 0\nout\n\x1e\nerr\n');
  said(instanceLeases, 'link __proto__ br0\nlink constructor br1\n');
  said(hostDnsmasq, '/etc/virtfleet/dnsmasq/__proto__.conf:port=1\n__proto__:port=2\n');
  expect(Reflect.ownKeys(Object.prototype)).toEqual(keys);
});

it('an instance may be called like a property of all objects', () => {
  expect(said(instanceLeases, 'link constructor br1\n').links).toEqual({ constructor: ['br1'] });
});

it('what no run has written is refused', () => {
  expect(() => said(leftBehind('x'), '\x1e{"open":1}\n')).toThrow('cannot be read');
});
