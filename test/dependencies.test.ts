import { expect, it } from 'vitest';
import type { LinkState } from '../src/bridge/kernel/link.ts';
import { linkAt } from '../src/bridge/kernel/probes.ts';
import { DEPENDENCIES } from '../src/dependencies.ts';
import { Observations } from '../src/engine/script/observations.ts';
import { hostFacts } from '../src/host/facts.ts';
import { fileAt } from '../src/host/files.ts';
import { services } from '../src/host/services.ts';
import { unitAt } from '../src/host/unit.ts';
import { guestInfos } from '../src/libvirt/guest/guest-infos.ts';
import { guestAt } from '../src/libvirt/guest/guest-state.ts';
import { guestXml } from '../src/libvirt/guest/guest-xml.ts';
import { networkAnswer, networksNow } from '../src/libvirt/network/network-answers.ts';
import { allGuests } from '../src/libvirt/observe/all-guests.ts';
import { networkAt } from '../src/libvirt/observe/network-state.ts';
import { poolAnswer, poolsNow } from '../src/libvirt/storage/pool-answers.ts';
import { poolAt } from '../src/libvirt/storage/pool-state.ts';
import { parsePool } from '../src/libvirt/storage/pool-xml.ts';
import { type SessionPath, sessionPath } from '../src/management/session-path.ts';
import type { Probe } from '../src/plan/probe.ts';

const lan = { name: 'lan', uuid: '1', state: { exists: true, active: true, autostart: true } } as const;
const definition = { memory: 16384, vcpus: 1, maximumVcpus: 1, interfaces: [] };

/** What is known of `read`, which was `before`, once `probe` reads as `value`. */
function after<T>(read: Probe<T>, before: T, probe: Probe, value: unknown): T | undefined {
  const current = new Observations(
    [[read.key, { probe: read, value: before, raw: undefined }]],
    DEPENDENCIES,
  );
  current.predict(probe, value);
  return current.known(read);
}

it('a task that asks for the networks sees what tasks before it define, change and remove', () => {
  const state = { exists: true, active: false, autostart: false, persistent: { name: 'dmz' } } as const;
  const made = after(networksNow, [lan], networkAt('dmz') as Probe, state) ?? [];
  expect(networkAnswer('list_nets', { name: '' }, { all: made }).result).toEqual({
    list_nets: ['dmz', 'lan'],
  });
  const stopped = after(networksNow, [lan], networkAt('lan') as Probe, { ...lan.state, active: false }) ?? [];
  expect(networkAnswer('status', { name: 'lan' }, { all: stopped }).result).toEqual({ status: 'inactive' });
  expect(stopped[0]?.uuid).toBe('1');
  expect(after(networksNow, [lan], networkAt('lan') as Probe, { exists: false })).toEqual([]);
});

it('a task that asks for the guests sees what tasks before it define, start and remove', () => {
  const web = { name: 'web', state: 'running' };
  const off = { exists: true, state: 'shut off', autostart: false, persistent: definition };
  expect(after(allGuests, [web], guestAt('db') as Probe, off)).toEqual([
    web,
    { name: 'db', state: 'shutdown' },
  ]);
  expect(after(allGuests, [web], guestAt('web') as Probe, { ...off, state: 'paused' })).toEqual([
    { name: 'web', state: 'paused' },
  ]);
  expect(after(allGuests, [web], guestAt('web') as Probe, { exists: false })).toEqual([]);
  const info = { ...web, memory: 1, maximum: 2, vcpus: 1, time: 5, autostart: true };
  const then = (now: object) => after(guestInfos, [info], guestAt('web') as Probe, now);
  expect(then(off)).toEqual([
    {
      name: 'web',
      state: 'shutdown',
      memory: definition.memory,
      maximum: definition.memory,
      vcpus: definition.vcpus,
      time: 5,
      autostart: false,
    },
  ]);
  expect(then({ exists: false })).toEqual([]);
  expect(after(guestXml('web'), '<domain/>', guestAt('web') as Probe, off)).toBe('later');
  expect(after(guestXml('web'), '<domain/>', guestAt('web') as Probe, { exists: false })).toBeUndefined();
});

it('a task that asks for the services sees what tasks before it start and enable', () => {
  const source = 'systemd' as const;
  const before = { 'a.service': { name: 'a.service', state: 'stopped', status: 'static', source } };
  const unit = { load: 'loaded', active: true, enabled: true, fixed: false };
  expect(after(services, before, unitAt('b.service') as Probe, unit)).toEqual({
    ...before,
    'b.service': { name: 'b.service', state: 'running', status: 'enabled', source },
  });
  const fixed = { ...unit, enabled: false, fixed: true };
  expect(after(services, before, unitAt('a.service') as Probe, fixed)?.['a.service']).toMatchObject({
    state: 'running',
    status: 'static',
  });
  expect(after(services, before, unitAt('a.socket') as Probe, unit)).toEqual(before);
});

it('a task that asks for the pools sees what tasks before it define and remove', () => {
  const definition = parsePool("<pool type='dir'><name>a</name><target><path>/a</path></target></pool>");
  const pool = { exists: true, active: false, autostart: true, persistent: true, definition } as const;
  const rest = { sizes: ['0', '0', '0'], xml: '' } as const;
  const known = { b: { ...pool, ...rest, active: true } };
  const made = after(poolsNow, known, poolAt('a') as Probe, pool) ?? {};
  expect(poolAnswer('list_pools', made, { name: '' }).result).toEqual({ list_pools: ['b', 'a'] });
  expect(poolAnswer('list_pools', made, { name: '', state: 'active' }).result).toEqual({ list_pools: ['b'] });
  expect(after(poolsNow, made, poolAt('b') as Probe, { exists: false })).toEqual({ a: { ...pool, ...rest } });
});

it('a task that asks for the facts sees the local ones that tasks before it write and remove', () => {
  const none = { platform: {}, min: { local: { old: {} } }, network: {}, hardware: {}, virtual: {} };
  const at = (name: string) => fileAt(`/etc/ansible/facts.d/${name}`) as Probe;
  const file = (mode: string, content: string) => ({ ...FILE, mode, content });
  const local = (probe: Probe, value: unknown) => after(hostFacts, none, probe, value)?.min['local'];
  const hooks = { general: { level: '3' } };
  expect(local(at('hooks.fact'), file('0644', '[general]\nlevel=3\n'))).toEqual({ old: {}, hooks });
  expect(local(at('hooks.fact'), file('0644', '{"a": [1]}'))).toEqual({ old: {}, hooks: { a: [1] } });
  expect(local(at('old.fact'), { kind: 'absent' })).toEqual({});
  expect(local(at('old.fact'), file('0755', '{}'))).toEqual({});
  expect(local(at('other.txt'), file('0644', '{}'))).toEqual({ old: {} });
});

const FILE = { kind: 'file', owner: 'root', group: 'root' } as const;

it('a task behind a bridge that takes the address of the session sees the path over it, and back', () => {
  const path = { client: '10.77.0.1', server: '10.77.1.1', serverPort: 22, links: ['eth0'] };
  const link = { exists: true, mtu: 1500, up: true, ports: [], addresses: [], routes: [] } as const;
  const states = (name: string, state: LinkState) => [linkAt(name) as Probe, state] as const;
  const over = (before: SessionPath, ...made: (readonly [Probe, LinkState])[]) =>
    made.reduce((now, [probe, state]) => after(sessionPath, now, probe, state) ?? now, before);
  const moved = over(
    path,
    states('eth0', link),
    states('br0', { ...link, addresses: ['10.77.1.1/16'], ports: ['eth0'] }),
  );
  expect(moved).toEqual({ ...path, links: ['br0', 'eth0'] });
  expect(over(moved, states('br1', { ...link, addresses: ['10.66.0.1/24'] }))).toEqual(moved);
  const back = [
    states('eth0', { ...link, addresses: ['10.77.1.1/16'] }),
    states('br0', { exists: false }),
  ] as const;
  expect(over(moved, ...back)).toEqual(path);
});
