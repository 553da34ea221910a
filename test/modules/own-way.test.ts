import { describe, expect, it } from 'vitest';
import { judge } from '../../src/engine/plan-task.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import type { FileState } from '../../src/host/files.ts';
import type { UnitState } from '../../src/host/unit.ts';
import type { SessionPath } from '../../src/management/session-path.ts';
import { command } from '../../src/modules/command.ts';
import { file } from '../../src/modules/file.ts';
import { getUrl } from '../../src/modules/get-url.ts';
import { modprobe } from '../../src/modules/modprobe.ts';
import type { AnyModule } from '../../src/modules/module.ts';
import { service } from '../../src/modules/service.ts';
import { shell } from '../../src/modules/shell.ts';
import { sysctl } from '../../src/modules/sysctl.ts';
import { task } from '../engine/task.ts';

const session: SessionPath = { client: '192.0.2.9', server: '10.66.0.1', links: ['eth0'] };
const unit: UnitState = { load: 'loaded', active: true, enabled: true, fixed: false };
const absent: FileState = { kind: 'absent' };
const there: FileState = { kind: 'file', mode: '0644', owner: 'root', group: 'root', content: '' };

/** What becomes of a task on a host that answers so, by how much is consented to. */
function judged(
  [module, input]: readonly [AnyModule, object],
  current: Readonly<Record<string, unknown>>,
  consent: 'none' | 'service',
) {
  const desired = module.args.parse(input);
  const probes = module.observe(desired);
  const known = new Observations();
  for (const [name, probe] of Object.entries(probes)) known.predict(probe, current[name]);
  return judge(task(module, desired, { consent }), probes, known);
}

describe('what may take the way of the operator is guarded, and asks no more than without that', () => {
  it.each([
    ['the restart of sshd', service, { name: 'ssh', state: 'restarted' }, 'service'],
    ['the restart of networkd', service, { name: 'systemd-networkd', state: 'restarted' }, 'service'],
    ['a reload of the firewall', service, { name: 'nftables', state: 'reloaded' }, 'service'],
    ['a file of sshd', file, { path: '/etc/ssh/sshd_config.d/90-x.conf', state: 'absent' }, 'none'],
    ['a parameter', sysctl, { key: 'net.ipv4.ip_forward', value: 0 }, 'none'],
    ['netplan', command, { argv: ['netplan', 'apply'] }, 'none'],
    ['a driver', modprobe, { name: 'virtio_net', state: 'absent' }, 'none'],
    ['a file of sudo from the web', getUrl, { url: 'http://a/b', dest: '/etc/sudoers.d/b' }, 'none'],
    ['networkd in the shell', shell, { cmd: 'true && systemctl restart systemd-networkd' }, 'none'],
  ] as const)('%s', (_, module, input, least) => {
    const answers = {
      ...{ unit, session, etc: absent, lib: there, usr: absent },
      ...{ at: there, running: '1', stored: absent },
      ...{ loaded: true, load: absent, options: absent, inside: absent },
      ...(module === getUrl && { at: absent }),
    };
    const one = [module as AnyModule, input] as const;
    const { kind, plan } = judged(one, answers, 'service');
    expect([kind, plan?.changes.map(({ impact }) => impact.disruption)]).toEqual([
      'change',
      plan?.changes.map(() => 'management'),
    ]);
    expect(judged(one, answers, 'none').kind).toBe(least === 'none' ? 'change' : 'blocked');
    const local = judged(one, { ...answers, session: { links: [] } }, 'service').plan;
    expect(local?.changes.map(({ impact }) => impact.disruption)).not.toContain('management');
  });
});

it('the consent that is missing is that of the service', () => {
  const answers = { unit, session, etc: absent, lib: there, usr: absent };
  expect(judged([service as AnyModule, { name: 'ssh', state: 'restarted' }], answers, 'none')).toMatchObject({
    kind: 'blocked',
    message:
      'It needs "disruption: service" on the task or play; "none" is allowed: ssh.service has to do with your way to this host.',
  });
});
