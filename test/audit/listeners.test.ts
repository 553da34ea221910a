import { expect, it } from 'vitest';
import { listeners } from '../../src/audit/observe/listeners.ts';
import { AUDIT_PROBES } from '../../src/audit/probes.ts';
import { ask, parsed } from '../modules/trial.ts';

it('listeners are read with their links', () => {
  const text =
    'udp 0.0.0.0%virbr0:67\ntcp [::]:16509\ntcp *:53\nudp [fe80::1]%br0:53\nudp [fe80::1%br0]:53\ntcp 127.0.0.1:16514\n';
  expect(parsed(listeners, text)).toEqual([
    { protocol: 'udp', address: '0.0.0.0', link: 'virbr0', port: 67 },
    { protocol: 'tcp', address: '::', port: 16509 },
    { protocol: 'tcp', address: '::', port: 53 },
    { protocol: 'udp', address: 'fe80::1', link: 'br0', port: 53 },
    { protocol: 'udp', address: 'fe80::1', link: 'br0', port: 53 },
    { protocol: 'tcp', address: '127.0.0.1', port: 16514 },
  ]);
});

it('nobody is known to listen where the host has no ss', () => {
  const { ask: asked } = listeners;
  if (asked.kind !== 'script') throw new Error(listeners.key);
  const script = `PATH=/nowhere\n${asked.script}`;
  expect(ask({ ...AUDIT_PROBES.listeners, ask: { ...asked, script } })).toBeUndefined();
});
