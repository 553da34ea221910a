import type { Lab } from '../test/lab/lab.ts';

/**
 * An inventory of many names, each of them for one of the lab's hosts. Each is a destination of its own for ssh: names of
 * one `ansible_host` would share a connection, which no two hosts of a fleet do.
 */
export function sharedHosts(lab: Lab, count: number, more: Readonly<Record<string, unknown>> = {}): object {
  const addresses = lab.hosts().map(({ address }) => address);
  const hosts = Array.from({ length: count }, (_, index) => {
    const address = addresses[index % addresses.length];
    const own = { ansible_ssh_extra_args: `-o HostName=${address} -o HostKeyAlias=${address}` };
    return [`name${String(index).padStart(4, '0')}`, own];
  });
  const { key, knownHosts } = lab.paths;
  const vars = {
    ...{ ansible_user: 'root', ansible_ssh_private_key_file: key, ...more },
    ansible_ssh_common_args: `-o UserKnownHostsFile=${knownHosts}`,
  };
  return { all: { vars, hosts: Object.fromEntries(hosts) } };
}

/** The task of one of many networks, which has five reservations. */
export function networkTask(_: unknown, index: number): object {
  const number = index + 1;
  const range = { start: `10.${number}.0.100`, end: `10.${number}.0.200` };
  const host = Array.from({ length: 5 }, (_none, guest) => ({
    mac: `52:54:00:00:${String(number).padStart(2, '0')}:0${guest}`,
    name: `vm${guest}`,
    ip: `10.${number}.0.1${guest}`,
  }));
  return {
    name: `Network ${number}`,
    network: {
      name: `n${number}`,
      bridge: `vb${number}`,
      ip: { address: `10.${number}.0.1/24`, dhcp: { range, host } },
    },
  };
}
