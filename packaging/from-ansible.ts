import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../test/lab/lab.ts';
import { ROOT } from './release.ts';
import { tutorial } from './tutorial.ts';

/** What Ansible says at its end: `changed=1`, `failed=0`. */
type Recap = Record<string, number>;

/**
 * Runs the play of docs/from-ansible.md with Ansible on the operator's machine of the lab, twice: `hosts` are the members
 * of its two groups.
 */
export async function runFromAnsible(
  lab: Lab,
  executable: string,
  hosts: { staging: string; production: string },
): Promise<{ recaps: Recap[]; output: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-from-ansible-'));
  try {
    mkdirSync(join(folder, 'bin'));
    copyFileSync(executable, join(folder, 'bin/virtfleet'));
    const text = readFileSync(join(ROOT, 'docs/from-ansible.md'), 'utf8');
    const [, play = ''] = /^```yaml ansible\n([\s\S]*?)^```$/m.exec(text) ?? [];
    writeFileSync(join(folder, 'play.yaml'), play);
    writeFileSync(join(folder, 'site.yaml'), tutorial('hv01').playbook);
    writeFileSync(join(folder, 'hosts.ini'), inventory(lab, hosts));
    const argv = ['ansible-playbook', '-i', 'hosts.ini', 'play.yaml'];
    const env = { PATH: `${folder}/bin:${process.env['PATH']}`, XDG_STATE_HOME: folder, HOME: folder };
    const runs = [];
    for (let count = 0; count < 2; count += 1) runs.push(await lab.exec(argv, { cwd: folder, env }));
    const recaps = runs.map(({ stdout }) =>
      Object.fromEntries(
        [...stdout.matchAll(/(\w+)=(\d+)/g)].map(([, name = '', value]) => [name, Number(value)]),
      ),
    );
    return { recaps, output: runs.map(({ stdout, stderr }) => stdout + stderr).join('\n') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function inventory(lab: Lab, groups: Readonly<Record<string, string>>): string {
  const { key, knownHosts } = lab.paths;
  const lines = Object.entries(groups).flatMap(([group, host]) => {
    const address = lab.hosts().find(({ name }) => name === host)?.address;
    return [`[${group}]`, `${host} ansible_host=${address}`];
  });
  return [
    ...lines,
    ...['[hypervisors:children]', ...Object.keys(groups), '[hypervisors:vars]', 'ansible_user=operator'],
    ...[`ansible_ssh_private_key_file=${key}`, 'guest_domain=guests.example.org'],
    `ansible_ssh_common_args=-o UserKnownHostsFile=${knownHosts}`,
    '',
  ].join('\n');
}
