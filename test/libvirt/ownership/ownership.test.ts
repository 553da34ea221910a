import { describe, expect, it } from 'vitest';
import { compareNetworks } from '../../../src/libvirt/compare/compare.ts';
import type { Difference } from '../../../src/libvirt/compare/difference.ts';
import { pathsOf } from '../../../src/libvirt/compare/paths.ts';
import type { Network } from '../../../src/libvirt/model/network.ts';
import {
  leftOver,
  ownedBy,
  ownersOf,
  remembered,
  type Written,
  withOthers,
} from '../../../src/libvirt/ownership/ownership.ts';
import { keptLines, leftLines } from '../../../src/libvirt/ownership/ownership-lines.ts';
import {
  forgetting,
  type OwnershipRecord,
  parseRecord,
} from '../../../src/libvirt/ownership/ownership-record.ts';
import { type Change, NO_IMPACT } from '../../../src/plan/change.ts';

const EMPTY: OwnershipRecord = { writable: true, tasks: {} };
const NET = { project: 'p', name: 'net' };
const VM1 = { mac: '52:54:00:00:00:01', name: 'vm1', ip: '10.0.0.10' };
const VM2 = { mac: '52:54:00:00:00:02', name: 'vm2', ip: '10.0.0.11' };

describe('the paths of a definition', () => {
  it('are those of all its entries, elements and attributes, in one spelling, also of a list without entries', () => {
    const definition: Network = {
      name: 'net',
      dns: { host: [{ ip: '10.0.0.5', hostname: ['web', 'www'] }], txt: [] },
      ip: [{ address: '10.0.0.1', dhcp: { host: [{ ...VM2, mac: '52:54:00:00:00:0A' }, VM1] } }],
      vlan: { tag: [{ id: 7 }] },
      domain: { name: 'example.org' },
    };
    expect(pathsOf(definition)).toEqual({
      'dns.host': ['10.0.0.5'],
      'dns.host.hostname': ['10.0.0.5'],
      'dns.txt': [],
      'domain.name': [''],
      ip: ['10.0.0.1'],
      'ip.dhcp.host': ['52:54:00:00:00:01', '52:54:00:00:00:0a'],
      'ip.dhcp.host.mac': ['52:54:00:00:00:01', '52:54:00:00:00:0a'],
      'ip.dhcp.host.name': ['52:54:00:00:00:01', '52:54:00:00:00:0a'],
      'vlan.tag': [''],
    });
  });
});

describe('an entry that is no longer written', () => {
  const before = applied([written({ hosts: [VM1, VM2] })]);

  it('goes when the last apply of its task wrote it', () => {
    expect(removable(written({ hosts: [VM1] }), before)).toEqual(['vm1', 'vm2']);
    expect(removable(written({ hosts: [VM1] }), EMPTY)).toEqual([]);
  });

  it('stays when it was written for another project, network or task', () => {
    expect(removable(written({ hosts: [VM1], task: 'other' }), before)).toEqual([]);
    const content = contentOf(changesOf(written({ hosts: [VM1, VM2] }), EMPTY));
    expect(removable(written({ hosts: [VM1] }), parseRecord(content, NET))).toEqual(['vm1', 'vm2']);
    for (const other of [{ project: 'other' }, { name: 'other' }]) {
      const record = parseRecord(content, { ...NET, ...other });
      expect(removable(written({ hosts: [VM1], ...other }), record)).toEqual([]);
    }
  });

  it('stays while another task has it: of this run, or of the last apply', () => {
    const [first] = withOthers([written({ hosts: [VM1] }), written({ hosts: [VM2] })], true);
    expect(removable(first, before)).toEqual([]);
    const both = applied([written({ hosts: [VM2], task: 'other' })], before);
    expect(removable(written({ hosts: [VM1] }), both)).toEqual(['vm1']);
  });

  it('stays while a task waits that may write it, and stays known', () => {
    const [waiting] = withOthers([written({ hosts: [VM1] })], false);
    expect(removable(waiting, before)).toEqual([]);
    expect(changesOf(waiting, before)).toEqual([]);
    expect(removable(written({ hosts: [VM1] }), before)).toEqual(['vm1', 'vm2']);
  });

  it('stays and is told at each run while its list is not written, until it is gone', () => {
    const without = { ...written({ hosts: [] }), written: { ip: ['10.0.0.1'] } };
    const next: Network = { name: 'net', ip: [{ address: '10.0.0.1', dhcp: { host: [VM1] } }] };
    const [change] = remembered(without, before, { changes: [], next });
    const after = change?.predictions[0]?.value as OwnershipRecord;
    for (const record of [before, after])
      expect(leftLines(leftOver(without, record, next), false)).toEqual([
        'ip.dhcp.host is no longer written, its entries are left alone: reservation 52:54:00:00:00:01. To remove them, write the list empty, "host: []", or name ip.dhcp.host in exclusive.',
      ]);
    expect(removable(written({ hosts: [] }), after)).toEqual(['vm1']);
    expect(leftOver(without, after, { name: 'net' })).toEqual({});
    expect(removable(written({ hosts: [] }), applied([without], after))).toEqual([]);
  });

  it('stays with all that was written of it while its list is not written: a subnet keeps its prefix', () => {
    const actual: Network = {
      name: 'net',
      ip: [{ address: '10.0.0.1', prefix: 24 }],
      route: [{ address: '10.9.0.0', prefix: 24, gateway: '10.0.0.9', metric: 3 }],
    };
    const changes = (desired: Network) =>
      compareNetworks(desired, actual, 'persistent', { owned: () => true })
        .filter(({ kind }) => kind !== 'unmanaged')
        .map(({ what }) => what);
    expect(changes({ name: 'net' })).toEqual([]);
    expect(changes({ name: 'net', ip: [] })).toEqual(['ip 10.0.0.1']);
  });

  it('is told of when it stays, with the task that wrote it', () => {
    const desired = written({ hosts: [VM1] });
    const stays = (record: OwnershipRecord) => keptLines(KEPT, desired, ownersOf(desired, record));
    expect(stays(EMPTY)).toEqual(['unmanaged, kept: reservation vm2 (10.0.0.11), DNS host web (web)']);
    expect(stays(applied([written({ hosts: [VM2], task: 'other' })]))).toEqual([
      'of task "other", kept: reservation vm2 (10.0.0.11)',
      'unmanaged, kept: DNS host web (web)',
    ]);
    const [first] = withOthers([desired, written({ hosts: [VM2] })], true);
    expect(first && keptLines(KEPT, first, new Map())).toEqual(['unmanaged, kept: DNS host web (web)']);
  });

  it('is one of many that are told', () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      ...KEPT[0],
      what: `reservation ${index}`,
    })) as Difference[];
    const [line] = keptLines(many, written({ hosts: [] }), new Map());
    expect(line).toMatch(/: reservation 0 .*, reservation 9 \(10.0.0.11\) and 2 more$/);
  });
});

describe('what is remembered', () => {
  it('has before a change all that may be there if it fails, and after it what is there', () => {
    const record = applied([written({ hosts: [VM1] })]);
    const change: Change = {
      action: 'update',
      proof: 'observed',
      what: '',
      before: null,
      after: null,
      impact: NO_IMPACT,
      steps: [],
      predictions: [],
    };
    const all = remembered(written({ hosts: [VM2] }), record, { changes: [change], next: undefined });
    expect(
      all.map(({ predictions }) => reservationsIn(predictions[0]?.value as OwnershipRecord | undefined)),
    ).toEqual([[VM1.mac, VM2.mac], undefined, [VM2.mac]]);
  });

  it('is what all items of a loop write', () => {
    const items = withOthers([written({ hosts: [VM1] }), written({ hosts: [VM2] })], true);
    const record = applied(items);
    expect(record.tasks).toMatchObject({ task: { 'ip.dhcp.host': [VM1.mac, VM2.mac] } });
    expect(items.flatMap((item) => changesOf(item, record))).toEqual([]);
  });

  it('goes with the network, and only what is there goes', () => {
    const record = applied([written({ hosts: [VM1] })]);
    const [change] = forgetting(NET, record);
    expect(change?.steps).toEqual([{ do: 'remove', path: pathOf(changesOf(written({ hosts: [] }), EMPTY)) }]);
    expect(change?.predictions[0]?.value).toEqual(EMPTY);
    expect(forgetting(NET, EMPTY)).toEqual([]);
    expect(forgetting(NET, { ...record, writable: false })).toEqual([]);
  });

  it('is nothing where the session cannot write it', () => {
    expect(changesOf(written({ hosts: [VM1] }), { ...EMPTY, writable: false })).toEqual([]);
  });
});

const KEPT = compareNetworks(
  { name: 'net', dns: { host: [] }, ip: [{ address: '10.0.0.1', dhcp: { host: [VM1] } }] },
  {
    name: 'net',
    dns: { host: [{ ip: '10.0.0.5', hostname: ['web'] }] },
    ip: [{ address: '10.0.0.1', dhcp: { host: [VM1, VM2] } }],
  },
).toReversed();

/** A task `task` of project `p` that writes these reservations to the network `net`. */
function written({ hosts, ...more }: { hosts: (typeof VM1)[] } & Partial<Written>): Written {
  const keys = pathsOf({ name: 'net', ip: [{ address: '10.0.0.1', dhcp: { host: hosts } }] });
  const alone = { kept: new Set<string>(), isWhole: true };
  return { project: 'p', name: 'net', task: 'task', written: keys, ...alone, ...more };
}

function changesOf(desired: Written | undefined, record: OwnershipRecord): Change[] {
  return desired ? remembered(desired, record, { changes: [], next: undefined }) : [];
}

function reservationsIn(record: OwnershipRecord | undefined): readonly string[] | undefined {
  return record?.tasks['task']?.['ip.dhcp.host'];
}

/** The memory after these tasks. */
function applied(tasks: readonly Written[], record = EMPTY): OwnershipRecord {
  return tasks.reduce(
    (known, desired) =>
      (changesOf(desired, known)[0]?.predictions[0]?.value as OwnershipRecord | undefined) ?? known,
    record,
  );
}

/** Which of the two reservations may be removed. */
function removable(desired: Written | undefined, record: OwnershipRecord): string[] {
  if (!desired) return [];
  const owned = ownedBy(desired, ownersOf(desired, record));
  return [VM1, VM2].filter((host) => owned('ip.dhcp.host', host.mac)).map(({ name }) => name);
}

function contentOf([change]: Change[]): string {
  const step = change?.steps[0];
  return step?.do === 'write' && typeof step.content === 'string' ? step.content : '';
}

function pathOf([change]: Change[]): string {
  const step = change?.steps[0];
  return step?.do === 'write' ? step.path : '';
}
