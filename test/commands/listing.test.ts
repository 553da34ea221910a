import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../src/commands/run.ts';
import { project, typed } from './project.ts';

// Nobody listens on this port: a host that was contacted would be reported as unreachable.
const HOSTS = 'all:\n  hosts:\n    hv[01:02]: { ansible_host: 127.0.0.1, ansible_port: 1 }\n';
const PLAYBOOK = `
- name: Forwarding
  hosts: all
  tasks:
    - name: A 'b' "c" $(touch pwned)
      sysctl: { key: net.ipv4.ip_forward, value: 1 }
      tags: [net]
    - debug: { msg: "{{ inventory_hostname }}" }
- hosts: hv02
  tasks:
    - command: { argv: ["true"] }
`;

async function listed(...words: string[]) {
  const folder = project({ 'hosts.yaml': HOSTS, 'site.yaml': PLAYBOOK });
  return typed(run, folder, join(folder, 'site.yaml'), '-i', join(folder, 'hosts.yaml'), ...words);
}

const ok = (lines: readonly string[]) => ({ code: 0, out: [...lines, ''].join('\n'), err: '' });

it('--list-hosts names the hosts of each play', async () => {
  expect(await listed('--list-hosts')).toEqual(
    ok(['play Forwarding', '  hosts (2):', '    hv01', '    hv02', 'play hv02', '  hosts (1):', '    hv02']),
  );
});

it('--list-hosts knows --limit', async () => {
  expect(await listed('--list-hosts', '-l', 'hv01')).toMatchObject({
    code: 0,
    out: 'play Forwarding\n  hosts (1):\n    hv01\n',
  });
});

it('--list-tasks names the tasks of each play, as they are written', async () => {
  expect(await listed('--list-tasks')).toEqual(
    ok([
      'play Forwarding',
      '  tasks:',
      `    A 'b' "c" $(touch pwned) (sysctl)`,
      '    debug (debug)',
      'play hv02',
      '  tasks:',
      '    command (command)',
    ]),
  );
});

it('--list-tasks knows --tags', async () => {
  const { out } = await listed('--list-tasks', '-t', 'net');
  expect(out).toContain('(sysctl)');
  expect(out).not.toContain('(debug)');
});

it('--syntax-check says that there is nothing to mend', async () => {
  expect(await listed('--syntax-check')).toEqual(ok(['No mistakes found.']));
});
