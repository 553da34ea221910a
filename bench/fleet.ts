import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../test/lab/lab.ts';

/** Writes the variables of the example playbook for every host of the lab; returns the inventory's path. */
export function writeVariables(lab: Lab): string {
  const path = variablesPath(lab);
  const hosts = lab
    .hosts()
    .map(({ name }, index) => [
      name,
      { bridge_address: `172.16.50.${index + 10}/24`, routed_network: `192.168.${index + 200}.0/24` },
    ]);
  const vars = {
    host_bridge: 'br0',
    bridge_interfaces: [],
    guest_domain: 'guests.example.org',
    guests: [
      { name: 'vm1', mac: '52:54:00:aa:bb:cc', address: '192.168.122.10' },
      { name: 'vm2', mac: '52:54:00:dd:ee:ff', address: '192.168.122.11' },
    ],
  };
  const hypervisors = { hosts: Object.fromEntries(hosts), vars };
  writeFileSync(path, JSON.stringify({ all: { children: { hypervisors } } }));
  return path;
}

/** The lab removes its own files and no other. */
export function removeVariables(lab: Lab): void {
  rmSync(variablesPath(lab), { force: true });
}

const variablesPath = (lab: Lab) => join(lab.paths.state, 'bench.json');

/** Takes everything off the hosts that a first run makes. Throws when something of it stays. */
export async function resetHosts(lab: Lab): Promise<void> {
  const done = await Promise.all(
    lab.hosts().map(async ({ name }) => ({ name, ...(await lab.onHost(name, RESET)) })),
  );
  const failed = done.find(({ code }) => code !== 0);
  if (failed) throw new Error(`${failed.name} could not be reset:\n${failed.stdout}${failed.stderr}`);
}

const RESET = `
cd /
for uuid in $(virsh net-list --uuid); do virsh net-destroy $uuid; done
for uuid in $(virsh net-list --all --uuid); do virsh net-undefine $uuid; done
rm -f /etc/netplan/60-* /etc/sysctl.d/60-*
! ip link show br0 || ip link delete br0
netplan apply
echo 0 >/proc/sys/net/ipv4/ip_forward
[ -z "$(virsh net-list --all --name | tr -d '[:space:]')" ] && ! ip link show br0`;
