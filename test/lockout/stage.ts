import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { labBeside } from '../lab/lab.ts';
import type { Way } from './case.ts';

/** A lab of its own: its hosts lose their ways. */
export const lab = labBeside('lockout');

/** A host that takes cases, one after the other. */
export interface Stage {
  name: string;
  release: string;
  address4: string;
  address6: string;
}

/** The host over which the operator jumps, and that lends wrong addresses by DHCP; it takes no cases. */
export interface Jump {
  name: string;
  address: string;
}

export function stagesOf(): { stages: Stage[]; jump: Jump } {
  const hosts = lab.hosts();
  const last = hosts.at(-1);
  if (!last) throw new Error('The lab has no hosts.');
  const stages = hosts.slice(0, -1).map(({ name, release, address }) => {
    return { name, release, address4: address, address6: `fd77::1:${address.split('.').at(-1)}` };
  });
  return { stages, jump: { name: last.name, address: last.address } };
}

const OPERATOR = `
ip addr replace 10.78.0.1/32 dev lo
ip addr replace fd78::1/128 dev lo nodad
ip addr replace fd77::1/64 dev lab nodad`;

/** Addresses that answer to nobody who asks for another: the server is for hosts that ask for one on their uplink. */
const DHCP = `
ip addr replace 10.99.0.1/24 dev eth0
[ -e /run/lockout-dhcp ] || {
  setsid dnsmasq --no-daemon --conf-file=/dev/null --port=0 --interface=eth0 --bind-interfaces --leasefile-ro \\
    --dhcp-range=10.99.0.10,10.99.0.99,255.255.255.0 --dhcp-option=3,10.99.0.1 >/dev/null 2>&1 &
  echo $! >/run/lockout-dhcp
}`;

/** Gives the operator the addresses that he comes from, and the jump host its DHCP server. */
export async function setStage({ name }: Jump): Promise<void> {
  await must(lab.exec(['sh', '-ec', OPERATOR]));
  await must(lab.onHost(name, DHCP));
}

/** Makes the operator come in on a way to a host, and gives the host's variables for it. */
export async function enter(
  way: Way,
  { name, address4, address6 }: Stage,
  jump: Jump,
  user: string,
  folder: string,
): Promise<Record<string, string | boolean>> {
  const source = way === 'far' ? 'src 10.78.0.1' : '';
  const source6 = way === 'far6' ? 'src fd78::1' : '';
  await must(
    lab.exec([
      'sh',
      '-ec',
      `ip route replace ${address4}/32 dev lab ${source}\nip -6 route replace ${address6}/128 dev lab ${source6}`,
    ]),
  );
  const known = join(folder, `known-${name}`);
  if (!existsSync(known)) copyFileSync(lab.paths.knownHosts, known);
  const through = way === 'jump' ? ['-F', lab.paths.sshConfig, `-o ProxyJump=${jump.name}`] : [];
  return {
    ansible_host: way.endsWith('6') ? address6 : address4,
    ansible_user: user,
    ...(user !== 'root' && { ansible_become: true }),
    ansible_ssh_private_key_file: lab.paths.key,
    ansible_ssh_common_args: [...through, `-o UserKnownHostsFile=${known}`].join(' '),
  };
}

/** Whoever asks a host for its MAC address anew sees whether it answers: an entry that is known hides that for a minute. */
export async function forget({ address4, address6 }: Stage, jump: Jump): Promise<void> {
  const flush = `ip neigh flush to ${address4}; ip -6 neigh flush to ${address6}; true`;
  await Promise.all([lab.exec(['sh', '-c', flush]), lab.onHost(jump.name, flush)]);
}

/** A result that has to be a success. */
export async function must(
  running: Promise<{ code: number; stdout: string; stderr: string }>,
): Promise<string> {
  const { code, stdout, stderr } = await running;
  if (code !== 0) throw new Error(stderr.trim() || stdout.trim());
  return stdout;
}
