import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { credentialName, dynamicUserFault, systemdUnits } from '../../../src/schedule/forms/systemd.ts';
import type { Machine, PlannedCheck } from '../../../src/schedule/planned-check.ts';
import { machine, planned } from './checks.ts';

const SYSTEM = '/etc/systemd/system';

function units(check: Partial<PlannedCheck> = {}, on: Partial<Machine> = {}) {
  const [timer, service] = systemdUnits(planned(check), machine(on), SYSTEM);
  if (!timer || !service) throw new Error('a unit is missing');
  return { timer, service };
}

/** The lines of a unit that begin with one of these names. */
const settings = (text: string, ...names: readonly string[]) =>
  text.split('\n').filter((line) => names.includes(line.replace(/=.*/, '')));

describe('the units of the system', () => {
  it('are a timer that makes up for what it missed, and a service', () => {
    const { timer, service } = units();
    expect([timer.path, service.path]).toEqual([
      '/etc/systemd/system/virtfleet-nightly.timer',
      '/etc/systemd/system/virtfleet-nightly.service',
    ]);
    expect(timer.text).toBe(`[Unit]
Description=Drift check nightly of /srv/networks

[Timer]
OnCalendar=*-*-* *:0:00
RandomizedDelaySec=300
FixedRandomDelay=yes
AccuracySec=1
Persistent=yes

[Install]
WantedBy=timers.target
`);
    expect(service.text).toMatch(/^\[Unit\]\n.*\n.*\n.*\n\n\[Service\]\nType=oneshot\n/);
    const names = ['ExecStart', 'WorkingDirectory', 'SuccessExitStatus', 'TimeoutStartSec'];
    expect(settings(service.text, ...names)).toEqual([
      'ExecStart=/usr/bin/env schedule run nightly',
      'WorkingDirectory=/srv/networks',
      'SuccessExitStatus=3',
      'TimeoutStartSec=3600',
    ]);
  });

  it('have a user of their own, to whom secrets are handed', () => {
    const { service } = units({ secrets: ['/etc/virtfleet/slack', 'keys/id_ed25519'] });
    const names = ['User', 'DynamicUser', 'LoadCredential', 'ProtectHome', 'StateDirectory', 'Environment'];
    expect(settings(service.text, ...names)).toEqual([
      'DynamicUser=yes',
      'User=virtfleet',
      'StateDirectory=virtfleet',
      'Environment=XDG_STATE_HOME=%S',
      `LoadCredential=${credentialName('/etc/virtfleet/slack')}:/etc/virtfleet/slack`,
      `LoadCredential=${credentialName('keys/id_ed25519')}:/srv/networks/keys/id_ed25519`,
      'ProtectHome=tmpfs',
    ]);
  });

  it('of a user of the machine may write where its reports and its history are', () => {
    const reports = ['/var/www/drift.html', 'out/x.json', '/var/lib/virtfleet/x.prom'];
    const check = { reports, history: '/srv/history.db', secrets: ['~/.ssh/id'] };
    const { service } = units(check, { runAs: 'alice', folder: '/home/alice/my networks' });
    const names = ['User', 'DynamicUser', 'LoadCredential', 'ProtectHome', 'ReadWritePaths'];
    expect(settings(service.text, ...names)).toEqual([
      'User=alice',
      'ReadWritePaths=/var/www "/home/alice/my networks/out" /srv',
      'ProtectHome=read-only',
    ]);
  });
});

it('the units of a user have no user, no folder of state and no sandbox that needs root', () => {
  const { service } = units({ secrets: ['/etc/virtfleet/slack'] }, { isUser: true });
  const names = ['User', 'DynamicUser', 'LoadCredential', 'StateDirectory', 'ProtectSystem', 'After'];
  expect(settings(service.text, ...names)).toEqual([]);
  expect(settings(service.text, 'NoNewPrivileges')).toEqual(['NoNewPrivileges=yes']);
});

it('what systemd would expand or cut stays as it is', () => {
  const program = ['/opt/100%/virt fleet', 'a"b\\c', '$HOME'];
  const { service } = units({}, { folder: '/srv/50%', file: 'my $x.yaml', program });
  expect(settings(service.text, 'ExecStart', 'WorkingDirectory', 'Description')).toEqual([
    'Description=Drift check nightly of /srv/50%%',
    String.raw`ExecStart="/opt/100%%/virt fleet" "a\"b\\c" $$HOME schedule run nightly --schedule "my $$x.yaml"`,
    'WorkingDirectory=/srv/50%%',
  ]);
});

it.each([
  [{}, {}, undefined],
  [{ reports: ['/var/lib/virtfleet/x.prom'] }, {}, undefined],
  [{}, { folder: '/home/alice/nets' }, 'it cannot read /home/alice/nets'],
  [{}, { program: ['/root/.nvm/node', 'x.js'] }, 'it cannot read /root/.nvm/node'],
  [{ secrets: ['~/.ssh/id'] }, {}, 'it has no home, and ~/.ssh/id is in one'],
  [{ reports: ['drift.html'] }, {}, 'it can write below /var/lib/virtfleet only, not drift.html'],
  [{ history: '/srv/h.db' }, {}, 'it can write below /var/lib/virtfleet only, not /srv/h.db'],
])('a user of its own will do for %j on %j: %s', (check, on, fault) => {
  expect(dynamicUserFault(planned(check), machine(on))).toBe(fault);
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

describe.skipIf(!hasSystemd)('systemd itself', () => {
  const analyzed = (on: Partial<Machine>, ...words: readonly string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'virtfleet-units-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const check = planned({ secrets: ['/etc/hostname'], reports: ['/var/lib/virtfleet/x.prom'] });
    const files = systemdUnits(check, machine({ folder: tmpdir(), ...on }), folder);
    const paths = files.flatMap(({ path = '', text }) => {
      writeFileSync(path, text);
      return words[0] === 'security' && path.endsWith('.timer') ? [] : [path];
    });
    const { status, stdout, stderr } = spawnSync('systemd-analyze', [...words, ...paths], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it.each([{}, { isUser: true }, { runAs: 'root' }])('has nothing to say of the units: %j', (on) => {
    expect(analyzed(on, 'verify', '--man=no')).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('rates the exposure of the service 1.1 of 10 at most', () => {
    const { status, stdout } = analyzed({}, 'security', '--offline=true', '--threshold=11');
    expect([status, stdout.split('\n').at(-2)]).toEqual([0, expect.stringMatching(/: 1\.[01] OK/)]);
  });
});
