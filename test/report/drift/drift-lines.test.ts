import { describe, expect, it } from 'vitest';
import type { Difference, Finding } from '../../../src/drift/finding.ts';
import { NO_IMPACT } from '../../../src/plan/change.ts';
import type { TaskRecord } from '../../../src/plan/task-record.ts';
import { driftCode } from '../../../src/report/drift/drift-code.ts';
import { driftLines } from '../../../src/report/drift/drift-lines.ts';
import { painter } from '../../../src/report/paint.ts';

const HOSTS = Array.from({ length: 200 }, (_, index) => `hv${String(index + 1).padStart(3, '0')}`);
const OPTIONS = { paint: painter(false), width: 80, diff: false, expand: false };
const AT = { run: 41, time: '2026-11-28T05:00:04.000Z' };

function difference(what: string, about: Partial<Difference> = {}): Difference {
  return {
    ...{ action: 'update', proof: 'observed', what, before: '9000', after: '1500', cause: 'drifted' },
    ...{ copies: ['running'], impact: NO_IMPACT, steps: [], isNew: true },
    ...about,
  };
}

function finding(host: string, about: Partial<Finding> = {}): Finding {
  const resource = 'network lab';
  const changes = [difference('mtu')];
  return {
    host,
    resource,
    task: 'Lab',
    state: 'drifted',
    changes,
    isNew: true,
    since: { lastInStep: AT },
    ...about,
  };
}

function record(host: string, status: TaskRecord['status']): TaskRecord {
  const about = { host, play: 'Site', task: 'Lab', module: 'network', resource: 'network lab' };
  return { ...about, status, changes: [], ended: AT.time };
}

function page(
  findings: readonly Finding[],
  tasks: readonly TaskRecord[] = [],
  hosts: readonly string[] = HOSTS,
) {
  const about = { findings, tasks, hosts, unprivileged: [], interrupted: false, repair: ['site.yaml'] };
  return driftLines(about, OPTIONS);
}

describe('the page of a drift check', () => {
  it('is one line where all is in step', () => {
    expect(
      page(
        [],
        HOSTS.map((host) => record(host, 'ok')),
      ),
    ).toEqual(['In step: 200 hosts, 200 resources.']);
  });

  it('puts hosts together that differ the same way, what is new first, within 80 columns', () => {
    const old = { isNew: false, changes: [difference('mtu', { isNew: false })], since: { firstSeen: AT } };
    const lines = page([
      ...HOSTS.slice(0, 150).map((host) => finding(host, old)),
      ...HOSTS.slice(150, 180).map((host) => finding(host)),
      ...HOSTS.slice(0, 3).map((host) =>
        finding(host, { state: 'unmanaged', resource: 'tap vnet9', message: 'on no bridge', changes: [] }),
      ),
    ]);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.slice(0, 2)).toEqual([
      'DRIFTED: changed on the host since it was applied',
      'network lab: hv[151:180] (new)',
    ]);
    expect(lines).toContain('network lab: hv[001:150]');
    expect(lines).toContain('tap vnet9: hv[001:003]');
    expect(lines.join('\n')).toContain('180 of 200 hosts differ: 180 drifted, 3 unmanaged, 30 new.');
    expect(lines.length).toBeLessThan(20);
  });

  it('does not call pending what no run is recorded to have applied', () => {
    const applied = { run: 'r', by: 'alice@laptop', at: AT.time };
    const changes = [difference('dnsmasq of network lab', { cause: 'pending' })];
    const pending = { state: 'pending', changes, since: {} } as const;
    expect(page([finding('hv001', { ...pending, applied }), finding('hv002', pending)]).slice(0, 8)).toEqual([
      'PENDING: described, not applied yet',
      'network lab: hv001 (new)',
      '  ~ dnsmasq of network lab: 9000 → 1500  [running]',
      '  applied 2026-11-28 05:00:04 by alice@laptop',
      '',
      'PENDING OR DRIFTED: no run is recorded there that applied it',
      'network lab: hv002 (new)',
      '  ~ dnsmasq of network lab: 9000 → 1500  [running]',
    ]);
  });

  it('says each warning once, with its hosts', () => {
    const warnings = ['A guarded change of another run was not confirmed.'];
    const guards = { ...record('hv009', 'ok'), module: '', message: 'Another run was met.' };
    const lines = page(
      [],
      [...HOSTS.slice(0, 3).map((host) => ({ ...record(host, 'ok'), warnings })), guards],
    );
    expect(lines.slice(0, 3)).toEqual([
      'WARNINGS',
      '  hv[001:003]: A guarded change of another run was not confirmed.',
      '  hv009: Another run was met.',
    ]);
  });

  it('says which difference is which where several causes meet', () => {
    const changes = [
      difference('mtu (live copy differs)', { subject: 'mtu' }),
      difference('DNS host web', { cause: 'pending', copies: ['stored', 'running'], isNew: false }),
    ];
    const lines = page([finding('hv001', { state: 'both', changes })]);
    expect(lines[1]).toBe('network lab: hv001 (more)');
    expect(lines[2]).toBe('  ~ mtu: 9000 → 1500  [running; drifted; new]');
    expect(lines[3]).toBe('  ~ DNS host web: 9000 → 1500  [stored, running; pending]');
  });

  it('keeps what is waived apart, and names hosts that could not be checked', () => {
    const waiver = { reason: 'tests', who: 'alice', until: '2027-01-31' };
    const waived = page([finding('hv001', { state: 'waived', waiver })], [record('hv002', 'ok')]);
    expect(waived).toContain('  until 2027-01-31, alice: tests');
    expect(waived.at(-1)).toBe('In step: 200 hosts, 1 resource; 1 waived difference.');
    const lines = page(
      [],
      [{ ...record('hv002', 'unreachable'), message: 'No answer.' }],
      ['hv001', 'hv002'],
    );
    expect(lines[0]).toBe('1 of 2 hosts could not be checked:');
    expect(lines.at(-1)).toBe('In step: 1 host, 0 resources.');
  });
});

describe('the exit code of a drift check', () => {
  const run = {
    run: 'a',
    operator: 'a@b',
    playbook: 'x',
    mode: 'drift',
    started: AT.time,
    ended: AT.time,
  } as const;
  const code = (
    findings: readonly Finding[],
    failOn: 'any' | 'new' | 'none',
    status: TaskRecord['status'] = 'ok',
  ) =>
    driftCode(
      findings,
      { ...run, hosts: HOSTS, tasks: [record('hv001', status)], interrupted: false },
      failOn,
    );
  const old = finding('hv001', { isNew: false });

  it('is 3 for what the user asked to fail for', () => {
    expect([
      code([], 'any'),
      code([old], 'any'),
      code([old], 'new'),
      code([finding('hv001')], 'new'),
    ]).toEqual([0, 3, 0, 3]);
    expect(code([finding('hv001')], 'none')).toBe(0);
    expect(code([finding('hv001', { state: 'unmanaged', changes: [] })], 'any')).toBe(3);
  });

  it('counts neither what is waived nor what cannot be compared', () => {
    expect(code([finding('hv001', { state: 'waived' })], 'any')).toBe(0);
    expect(
      code(
        [finding('hv001', { state: 'unknown', changes: [difference('command', { proof: 'opaque' })] })],
        'any',
      ),
    ).toBe(0);
  });

  it('is 3 rather than 4 for a host out of reach, and 2 for one that failed', () => {
    expect([
      code([old], 'any', 'unreachable'),
      code([], 'any', 'unreachable'),
      code([old], 'any', 'failed'),
    ]).toEqual([3, 4, 2]);
  });
});
