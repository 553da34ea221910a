import { expect, it } from 'vitest';
import { canonical } from '../../../src/libvirt/compare/canonical.ts';
import { serializeNetwork } from '../../../src/libvirt/format/serialize.ts';
import { type CurrentOrphans, planPruning } from '../../../src/libvirt/network/plan-prune.ts';
import type { ListedNetwork } from '../../../src/libvirt/observe/all-networks.ts';
import type { GuestAttachment } from '../../../src/libvirt/observe/guest-attachments.ts';
import { brief } from '../../../src/libvirt/observe/host-networks.ts';
import { type Owner, orphans } from '../../../src/libvirt/ownership/orphans.ts';
import { ownershipRecord } from '../../../src/libvirt/ownership/ownership-record.ts';
import { stamped } from '../../../src/libvirt/ownership/stamp.ts';

const KEEPER: Owner = { project: 'p', playbook: 'site.yaml', described: ['kept'], maxDelete: 1 };

it('strays are what this playbook of this project stamped and nobody describes', () => {
  const networks = [
    dumped('a', { project: 'p', playbook: 'site.yaml' }),
    dumped('kept', { project: 'p', playbook: 'site.yaml' }),
    dumped('b', { project: 'other', playbook: 'site.yaml' }),
    dumped('c', { project: 'p', playbook: 'other.yaml' }),
    dumped('d'),
  ];
  const stdout = Buffer.from(networks.join(''));
  const found = orphans(KEEPER).parse([{ status: 0, stdout, stderr: Buffer.from('') }]);
  expect(found.map(({ name }) => name)).toEqual(['a']);
});

it('one goes with what is remembered of it, and its XML without the stamp stays', () => {
  const { changes } = planPruning(KEEPER, current(['a']));
  expect(changes).toMatchObject([
    { what: 'network a', before: 'isolated, virbra, 10.0.0.0/24', after: null },
  ]);
  const [change] = changes;
  expect(change?.impact).toEqual({
    disruption: 'service',
    note: 'the network is removed; its XML stays in /var/lib/virtfleet/removed/a.h.xml; no guest is attached',
  });
  expect(change?.steps).toMatchObject([
    { do: 'write', path: '/var/lib/virtfleet/removed/a.h.xml' },
    { argv: ['net-destroy', '--network', 'a'] },
    { argv: ['net-undefine', '--network', 'a'] },
    { do: 'remove', path: expect.stringMatching(/^\/var\/lib\/virtfleet\/networks\/a\./) },
  ]);
  const others = planPruning(KEEPER, { ...current(['a']), remembers: false });
  expect(others.changes[0]?.steps).toEqual(change?.steps.slice(0, 3));
  const [kept] = change?.steps ?? [];
  expect(kept?.do === 'write' && kept.content).toBe(serializeNetwork(canonical(definition('a'))));
});

it('each of several leaves the host without those before it', () => {
  const { changes } = planPruning({ ...KEEPER, maxDelete: 2 }, current(['a', 'b']));
  const left = Object.fromEntries(
    changes.flatMap(({ predictions }) => predictions).map(({ probe, value }) => [probe.key, value]),
  );
  expect(left).toMatchObject({
    'network a': { exists: false },
    'network b': { exists: false },
    'host networks': [],
    'bridges of the kernel': {},
    [ownershipRecord({ project: 'p', name: 'a' }).key]: { tasks: {} },
    [ownershipRecord({ project: 'p', name: 'b' }).key]: { tasks: {} },
    [orphans(KEEPER).key]: [],
  });
});

it('more than may go are blocked together, with their names', () => {
  const { changes } = planPruning(KEEPER, current(['a', 'b']));
  expect(changes).toHaveLength(2);
  expect(changes.map(({ blocked }) => blocked)).toEqual([
    '2 networks are no longer described: a, b. Of a host, max_delete allows to remove 1. To remove all of them, set "max_delete: 2" on the play.',
    undefined,
  ]);
  expect(planPruning({ ...KEEPER, maxDelete: 2 }, current(['a', 'b'])).changes[0]?.blocked).toBeUndefined();
  expect(planPruning({ ...KEEPER, maxDelete: 0 }, current([]))).toEqual({ changes: [] });
});

it('one that a guest uses costs that guest its link, also a guest that is shut off', () => {
  const off = { guest: 'off', uuid: 'u', running: false, type: 'network', mac: 'm', network: 'a' };
  const on = { ...off, guest: 'on', running: true, mac: 'n', interface: 'vnet1', master: 'virbra' };
  const elsewhere = { ...off, guest: 'elsewhere', network: 'b' };
  const impacts = (...guests: GuestAttachment[]) =>
    planPruning(KEEPER, { ...current(['a']), guests }).changes.map(({ impact }) => impact);
  expect(impacts(off, on, elsewhere)).toMatchObject([
    {
      disruption: 'link',
      guests: [
        { guest: 'on', mac: 'n', interface: 'vnet1' },
        { guest: 'off', mac: 'm' },
      ],
    },
  ]);
  expect(impacts(off)).toMatchObject([{ disruption: 'link', guests: [{ guest: 'off' }] }]);
  expect(impacts(elsewhere)).toMatchObject([{ disruption: 'service' }]);
});

it('one that is stopped and unused disturbs nobody', () => {
  const [orphan] = current(['a']).orphans;
  if (!orphan) throw new Error('no stray');
  const { live: _, ...stopped } = orphan.state;
  const orphans = [{ ...orphan, state: { ...stopped, active: false } }];
  const [change] = planPruning(KEEPER, { ...current(['a']), orphans }).changes;
  expect(change?.impact.disruption).toBe('none');
  expect(change?.steps.map((step) => ('argv' in step ? step.argv[0] : step.do))).not.toContain('net-destroy');
});

function definition(name: string) {
  return { name, bridge: { name: `virbr${name}` }, ip: [{ address: '10.0.0.1', prefix: 24 }] };
}

function stamp(of: { project: string; playbook: string }) {
  return { task: 't', hash: 'h', ...of };
}

function current(names: string[]): CurrentOrphans {
  const orphans = names.map((name): ListedNetwork => {
    const persistent = canonical(stamped(definition(name), stamp(KEEPER)));
    return {
      name,
      uuid: `uuid-${name}`,
      state: { exists: true, active: true, autostart: true, persistent, live: persistent },
    };
  });
  const networks = orphans.map(({ name }) => brief(canonical(definition(name))));
  const around = { networks, host: { links: [], routes: [] }, routing: { rules: [], routes: [] } };
  const bridges = Object.fromEntries(
    names.map((name) => [`virbr${name}`, { up: true, mtu: 1500, stp: true, addresses: [] }]),
  );
  return { orphans, guests: [], ports: [], remembers: true, bridges, ...around };
}

/** What the probe gets of one network. */
function dumped(name: string, of?: { project: string; playbook: string }): string {
  const info = `Name:           ${name}\nUUID:           u\nActive:         no\nPersistent:     yes\nAutostart:      no\n`;
  const xml = serializeNetwork(stamped(definition(name), of && stamp(of)));
  return ['', info, xml, xml].join('\x1e\n').slice(0, -1);
}
