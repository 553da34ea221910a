import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { hostKeys, hostsOf } from './disk.ts';
import type { LabHost } from './fleet.ts';
import type { Layout } from './layout.ts';
import { must } from './run.ts';

/** Makes the operator's key once. */
export async function makeKey({ key }: Layout): Promise<void> {
  if (existsSync(key) && existsSync(`${key}.pub`)) return;
  for (const path of [key, `${key}.pub`]) rmSync(path, { force: true });
  await must(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'virtfleet lab', '-f', key]);
}

/** Writes what the operator's tools read: the inventory, the hosts' keys and an ssh configuration. */
export function writeOperatorFiles(layout: Layout): void {
  const hosts = hostsOf(layout);
  replace(layout.inventory, stringify(inventory(layout, hosts)));
  replace(
    layout.knownHosts,
    hosts
      .flatMap((host) => hostKeys(layout, host).map((key) => `${host.name},${host.address} ${key}\n`))
      .join(''),
  );
  replace(layout.sshConfig, sshConfig(layout, hosts));
}

function inventory(layout: Layout, hosts: readonly LabHost[]) {
  const releases = [...new Set(hosts.map(({ release }) => release))];
  const members = (release: string) =>
    hosts
      .filter((host) => host.release === release)
      .map(({ name, address }) => [name, { ansible_host: address }]);
  return {
    all: {
      vars: {
        ansible_user: 'root',
        ansible_ssh_private_key_file: layout.key,
        ansible_ssh_common_args: `-o UserKnownHostsFile=${layout.knownHosts}`,
      },
      children: Object.fromEntries(
        releases.map((release) => [release, { hosts: Object.fromEntries(members(release)) }]),
      ),
    },
  };
}

function sshConfig(layout: Layout, hosts: readonly LabHost[]): string {
  const names = hosts.map(({ name, address }) => `Host ${name}\n  HostName ${address}\n`);
  const all = [
    'Host *',
    '  User root',
    `  IdentityFile "${layout.key}"`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile "${layout.knownHosts}"`,
    '  GlobalKnownHostsFile /dev/null',
    '  StrictHostKeyChecking yes',
    '  BatchMode yes',
  ];
  return `${[...names, ...all].join('\n')}\n`;
}

function replace(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
