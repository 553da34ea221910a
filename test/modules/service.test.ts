import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { type UnitState, unitAt } from '../../src/host/unit.ts';
import { service } from '../../src/modules/service.ts';
import { describeStep, type Step } from '../../src/plan/step.ts';
import { parsed, trial } from './trial.ts';

const runs: UnitState = { load: 'loaded', active: true, enabled: true, fixed: false };
const rests: UnitState = { load: 'loaded', active: false, enabled: false, fixed: false };
const masked: UnitState = { load: 'masked', active: false, enabled: false, fixed: false };
const missing: UnitState = { load: 'not-found', active: false, enabled: false, fixed: false };
const name = 'dnsmasq';
const verbsOf = (steps: readonly Step[]) => steps.map((step) => describeStep(step).split(' ')[1]);

describe('a unit', () => {
  it('that is as it should be needs nothing', () => {
    const on = { name, state: 'started', enabled: true, masked: false } as const;
    expect(trial(service, on, { unit: runs }).differences).toEqual([]);
    const off = { name, state: 'stopped', enabled: false } as const;
    for (const unit of [rests, masked, missing])
      expect(trial(service, off, { unit }).differences).toEqual([]);
    expect(trial(service, { name, masked: true }, { unit: masked }).differences).toEqual([]);
  });

  it.each([
    [{ state: 'started', enabled: true }, rests, ['enable', 'start']],
    [{ state: 'stopped', enabled: false }, runs, ['disable', 'stop']],
    [{ state: 'stopped', masked: true }, runs, ['stop', 'mask']],
    [{ masked: true }, missing, ['mask']],
  ] as const)('%j comes about', (args, unit, verbs) => {
    const one = trial(service, { name, ...args }, { unit });
    expect(one.steps.map(describeStep)).toEqual(verbs.map((verb) => `systemctl ${verb} dnsmasq.service`));
    expect(one.impacts.every(({ disruption }) => disruption === 'service')).toBe(true);
    expect(one.afterwards().changes).toEqual([]);
  });

  it('that starts or stops changes more than itself, one that is only enabled does not', () => {
    const effects = (args: object, unit: UnitState) =>
      trial(service, { name, ...args }, { unit }).plan.changes.map(({ sideEffects }) => sideEffects ?? false);
    expect(effects({ state: 'started', enabled: true }, rests)).toEqual([false, true]);
    expect(effects({ state: 'stopped' }, runs)).toEqual([true]);
  });

  it.each([
    ['restarted', runs, 'restart'],
    ['restarted', rests, 'restart'],
    ['reloaded', runs, 'reload'],
    ['reloaded', rests, 'start'],
  ] as const)('is always %s, and nothing is expected of it', (state, unit, verb) => {
    const { plan, steps } = trial(service, { name, state }, { unit });
    expect(steps.map(describeStep)).toEqual([`systemctl ${verb} dnsmasq.service`]);
    expect(plan.changes).toMatchObject([{ proof: 'opaque', predictions: [] }]);
  });

  it.each([
    [true, 'enable'],
    [false, 'disable'],
  ])('may be anything when its mask is gone, also with enabled: %s', (enabled, verb) => {
    const { plan, steps } = trial(service, { name, masked: false, enabled }, { unit: masked });
    expect(verbsOf(steps)).toEqual(['unmask', verb]);
    expect(plan.changes[0]?.proof).toBe('opaque');
  });

  it.each([
    [{ state: 'started' }, missing, 'This host has no unit dnsmasq.service.'],
    [{ state: 'restarted' }, masked, 'dnsmasq.service is masked on this host; masked: false unmasks it.'],
    [
      { enabled: true },
      { ...rests, load: 'bad-setting' },
      'systemd cannot load dnsmasq.service: bad-setting.',
    ],
    [
      { enabled: true },
      { ...rests, fixed: true },
      'dnsmasq.service has no [Install] section: other units start it, nothing enables it.',
    ],
  ] as const)('%j fails where systemd would refuse', (args, unit, failure) => {
    const { plan } = trial(service, { name, ...args }, { unit });
    expect(plan).toEqual({ changes: [], failure });
  });
});

describe('unit files that changed', () => {
  const args = { name, state: 'started', daemon_reload: true } as const;
  const verbs = (unit: UnitState, stale: boolean) => verbsOf(trial(service, args, { unit, stale }).steps);

  it('are reloaded before anything else, and only then', () => {
    expect(verbs(rests, true)).toEqual(['daemon-reload', 'start']);
    expect(verbs(rests, false)).toEqual(['start']);
    expect(verbs(runs, false)).toEqual([]);
  });

  it('may bring a unit that systemd does not know yet', () => {
    expect(verbs(missing, false)).toEqual(['daemon-reload', 'start']);
  });

  it('are reloaded without a unit, which nothing else is', () => {
    const { steps, complaints } = trial(service, { daemon_reload: true }, { stale: true });
    expect(verbsOf(steps)).toEqual(['daemon-reload']);
    expect(complaints).toEqual([]);
    expect(trial(service, { state: 'started' }, {}).complaints).toEqual(['']);
  });
});

describe('a unit whose file an earlier task brings', () => {
  const at = (content: string) =>
    ({ kind: 'file', mode: '0644', owner: 'root', group: 'root', content }) as const;
  const desired = { name: 'app@one', state: 'started', enabled: true } as const;
  const brought = (file: FileState) =>
    trial(service, desired, { unit: missing, etc: { kind: 'absent' }, lib: file, usr: { kind: 'absent' } });

  it.each([
    ['a file', at('[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n')],
    ['a link', { kind: 'link', target: '/opt/app/app@.service' }],
  ] as const)('will be there: %s', (_, file) => {
    const { steps, afterwards } = brought(file);
    expect(verbsOf(steps)).toEqual(['enable', 'start']);
    expect(afterwards().changes).toEqual([]);
  });

  it('will not be enabled when nothing in the file says how', () => {
    expect(brought(at('[Service]\nExecStart=/bin/true\n')).plan.failure).toMatch(
      /has no \[Install\] section/,
    );
  });

  it('is looked for where its manager looks, an instance by its template', () => {
    const { etc, lib, usr } = service.observe(service.args.parse({ ...desired, scope: 'user' }));
    expect([etc, lib, usr].map((probe) => probe?.key)).toEqual([
      'file /etc/systemd/user/app@.service',
      'file /lib/systemd/user/app@.service',
      'file /usr/lib/systemd/user/app@.service',
    ]);
  });
});

it('a unit of the login user has a manager of its own', () => {
  const { steps } = trial(service, { name, state: 'stopped', scope: 'user' }, { unit: runs });
  expect(steps.map(describeStep)).toEqual(['systemctl --user stop dnsmasq.service']);
  expect(unitAt('a.service', 'user').key).not.toBe(unitAt('a.service').key);
});

it('a masked unit is not started in the same breath', () => {
  expect(trial(service, { name, masked: true, state: 'started' }, { unit: rests }).complaints).toEqual([
    'masked',
  ]);
});

it('a name has one spelling', () => {
  const nameOf = (written: string) => service.args.parse({ name: written }).name;
  expect(nameOf('ssh')).toBe('ssh.service');
  expect(nameOf('getty@tty1')).toBe('getty@tty1.service');
  expect(nameOf('virtnetworkd.socket')).toBe('virtnetworkd.socket');
});

it.each(['-H', 'a b', '$(id)', "a'b", ''])('refuses the name %j', (written) => {
  expect(service.args.safeParse({ name: written }).success).toBe(false);
});

describe.each(['252', '257'])('what systemd %s says', (version) => {
  const folder = join(import.meta.dirname, '../recorded');
  it.each([
    ['running', runs],
    ['disabled', rests],
    ['static', { ...runs, enabled: false, fixed: true }],
    ['missing', missing],
    ['masked', masked],
  ])('of a unit that is %s', (which, unit) => {
    const said = readFileSync(join(folder, `systemctl-show-systemd-${version}-${which}.txt`), 'utf8');
    expect(parsed(unitAt('a.service'), said)).toEqual(unit);
  });
});

it('does not read what it does not know', () => {
  expect(() => parsed(unitAt('a.service'), 'hello')).toThrow('unexpected answer');
  expect(() => parsed(unitAt('a.service'), '', 1)).toThrow('cannot read a.service');
});
