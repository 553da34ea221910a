import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../src/plan/quote.ts';
import type { Lab } from '../test/lab/lab.ts';
import { program } from './program.ts';

/** The networks of `playbooks/site.yaml`. */
const NETWORKS = ['default', 'nat-network', 'isolated', 'routed', 'bridged'];

/** The least that a look at the same networks can cost: one ssh and one virsh a host. */
export function plainReading(lab: Lab): string[] {
  const reads = NETWORKS.flatMap((name) => [
    `net-info ${name}`,
    `net-dumpxml ${name} --inactive`,
    `net-dumpxml ${name}`,
  ]);
  // sshd hands this text to the login shell, which runs it as `ssh HOST sh` would.
  return onAll(lab, ` ${quote([quote(virsh(reads))])}`);
}

/** The least that the same work on a new host can cost: one ssh a host, and the programs of the host themselves. */
export function plainWriting(lab: Lab): string[] {
  return onAll(lab, ` sh <${quote([folderOf(lab)])}/HOST.sh`);
}

/** `what` follows the name of the host in a command of the shell. */
export function onAll(lab: Lab, what: string): string[] {
  const ssh = `exec ssh -F ${quote([lab.paths.sshConfig])} HOST${what}`;
  const names = lab.hosts().map(({ name }) => name);
  return [
    'sh',
    '-c',
    `printf '%s\\n' "$@" | xargs -P 50 -I HOST sh -c ${quote([ssh])} >/dev/null`,
    'sh',
    ...names,
  ];
}

const virsh = (commands: readonly string[]) => ['virsh', '-q', '-c', 'qemu:///system', commands.join(';')];

const folderOf = (lab: Lab) => join(lab.paths.state, 'by-hand');

/** Writes for each host the script that does what the playbook says, from what Virtfleet renders for it. */
export function writeScripts(lab: Lab, playbook: string, inventories: readonly string[]): void {
  const folder = folderOf(lab);
  execFileSync('node', [program, 'render', playbook, ...inventories, '--out', folder], { stdio: 'pipe' });
  for (const { name } of lab.hosts()) writeFileSync(join(folder, `${name}.sh`), script(join(folder, name)));
}

export function removeScripts(lab: Lab): void {
  rmSync(folderOf(lab), { recursive: true, force: true });
}

function script(rendered: string): string {
  const [file = ''] = readdirSync(join(rendered, 'etc/netplan'));
  const write = (path: string, source: string) =>
    `printf %s ${quote([readFileSync(join(rendered, source), 'utf8')])} >${path}`;
  const make = NETWORKS.flatMap((name) => [
    `net-define $folder/${name}.xml`,
    `net-autostart ${name}`,
    `net-start ${name}`,
  ]);
  return [
    'set -e; umask 077; folder=$(mktemp -d)',
    write(`/etc/netplan/${file}`, `etc/netplan/${file}`),
    'netplan apply',
    'echo net.ipv4.ip_forward=1 >/etc/sysctl.d/60-by-hand.conf; sysctl -q -p /etc/sysctl.d/60-by-hand.conf',
    ...NETWORKS.map((name) => write(`$folder/${name}.xml`, `networks/${name}.xml`)),
    `virsh -q -c qemu:///system "${make.join('; ')}"`,
    'rm -r "$folder"',
    '',
  ].join('\n');
}
