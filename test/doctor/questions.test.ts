import { expect, it } from 'vitest';
import { diagnose } from '../../src/doctor/diagnosis.ts';
import { fixPlay } from '../../src/doctor/fixes/fix-play.ts';
import { questionsOf } from '../../src/doctor/questions.ts';
import { healthy, kernelOf, LAB, networksOf, OFF, UUID } from './healthy.ts';

const WHOLE = { name: undefined };

/** What the scripts are asked with. */
function argsOf(readings: ReturnType<typeof healthy>) {
  const all = Object.entries(questionsOf(readings, WHOLE, 2));
  return Object.fromEntries(
    all.map(([name, probe]) => [name, probe.ask.kind === 'script' ? probe.ask.args.join(' ') : '']),
  );
}

it('asks a network, and the name servers of the host', () => {
  expect(argsOf(healthy())).toEqual({
    names: '10.0.0.1 alive 10.0.0.1 name 192.0.2.53 name',
    heard: '2',
  });
});

it('asks the forwarders of a network instead', () => {
  const dns = { forwarder: [{ addr: '198.51.100.53' }, { domain: 'corp', addr: '198.51.100.54' }] };
  expect(argsOf(healthy({ networks: networksOf({ ...LAB, dns }) })).names).toBe(
    '10.0.0.1 alive 10.0.0.1 name 198.51.100.53 name',
  );
});

it('asks nobody for an isolated network or one without names, and nothing where none runs', () => {
  const { forward: _, ...isolated } = LAB;
  expect(argsOf(healthy({ networks: networksOf(isolated) })).names).toBe('10.0.0.1 alive');
  expect(argsOf(healthy({ networks: networksOf({ ...LAB, dns: { enable: 'no' } }) }))).toEqual({
    heard: '2',
  });
  expect(argsOf(healthy({ networks: networksOf(LAB, false) }))).toEqual({});
});

it('pings guests that hold a lease with packets that fill their bridge', () => {
  const leases = { value: new Map([[UUID, [{ mac: '52:54:00:00:00:01', ip: '10.0.0.100' }]]]) };
  expect(argsOf(healthy({ leases, kernel: kernelOf({ virbr0: { mtu: 1450 } }) })).pings).toBe(
    '10.0.0.100 1450',
  );
});

it('mends each network and tap once, networks first', () => {
  const readings = healthy({
    kernel: kernelOf({ vnet1: OFF, virbr0: { up: false, addresses: [] } }),
    state: { ...healthy().state, daemons: [] },
  });
  const { findings } = diagnose('hv01', readings, WHOLE);
  expect(findings.map(({ id }) => id)).toEqual(['bridge-down', 'dnsmasq-down', 'guest-off-bridge']);
  const { batches, hosts } = fixPlay(findings);
  const tasks = hosts.get('hv01')?.tasks.map((task) => task.kind === 'task' && [task.module, task.desired]);
  expect([batches, tasks]).toEqual([
    [['hv01']],
    [
      ['network', { name: 'lab' }],
      [
        'guest_interface',
        { kind: 'tap', guest: 'lan', mac: '52:54:00:00:00:02', tap: 'vnet1', bridge: 'br0' },
      ],
    ],
  ]);
});
