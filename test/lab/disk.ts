import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { basePath } from './base.ts';
import { type LabHost, managementPrefix, operatorAddress } from './fleet.ts';
import { hostLayout, type Layout } from './layout.ts';
import { must } from './run.ts';
import { makeImage } from './vm.ts';

/** The hosts that have a disk, running or not. */
export function hostsOf(layout: Layout): LabHost[] {
  if (!existsSync(layout.hosts)) return [];
  return readdirSync(layout.hosts)
    .map((name) => join(layout.hosts, name, 'host.json'))
    .filter((path) => existsSync(path))
    .sort()
    .map((path): LabHost => JSON.parse(readFileSync(path, 'utf8')));
}

/**
 * Makes a host's disk: its own layer over the base, with what tells it from other hosts.
 * `host.json` comes last and by renaming: a disk without it is unfinished and is made again.
 */
export async function makeDisk(layout: Layout, host: LabHost): Promise<void> {
  const { folder, upper } = hostLayout(layout, host.name);
  if (existsSync(join(folder, 'host.json'))) return;
  rmSync(folder, { recursive: true, force: true });
  for (const name of ['upper', 'work', 'root']) mkdirSync(join(folder, name), { recursive: true });
  const base = basePath(host);
  symlinkSync(base, join(folder, 'lower'));

  put(upper, 'etc/hostname', `${host.name}\n`);
  put(upper, 'etc/hosts', `127.0.0.1 localhost\n${host.address} ${host.name}\n`);
  put(upper, 'etc/machine-id', `${machineId(layout, host)}\n`);
  put(upper, 'etc/netplan/01-uplink.yaml', uplink(host), 0o600);
  if (host.firewall && existsSync(join(base, NETWORK_CONF)))
    put(upper, NETWORK_CONF, `firewall_backend = "${host.firewall}"\n`);
  put(upper, 'etc/ssh/authorized_keys', readFileSync(`${layout.key}.pub`, 'utf8'));
  for (const type of ['ed25519', 'ecdsa']) {
    const path = join(upper, 'etc/ssh', `ssh_host_${type}_key`);
    await must(['ssh-keygen', '-q', '-t', type, '-N', '', '-C', host.name, '-f', path]);
  }
  if (host.vm) await makeImage(folder);
  put(folder, 'host.json.new', JSON.stringify(host));
  renameSync(join(folder, 'host.json.new'), join(folder, 'host.json'));
}

/** The host's public keys, read from its disk. */
export function hostKeys(layout: Layout, { name }: LabHost): string[] {
  const folder = join(hostLayout(layout, name).upper, 'etc/ssh');
  return readdirSync(folder)
    .filter((file) => /^ssh_host_.*\.pub$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').split(' ').slice(0, 2).join(' '));
}

function put(root: string, path: string, content: string, mode = 0o644): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content, { mode });
}

function machineId(layout: Layout, { name }: LabHost): string {
  return createHash('md5').update(`${layout.id} ${name}`).digest('hex');
}

/** Where libvirt's choice is written down; one that has none has no such file. */
const NETWORK_CONF = 'etc/libvirt/network.conf';

/** netplan 0.101 knows no `to: default`. */
const uplink = ({ address }: LabHost) => `network:
  version: 2
  ethernets:
    eth0:
      addresses: [${address}/${managementPrefix}]
      routes:
        - to: 0.0.0.0/0
          via: ${operatorAddress}
`;
