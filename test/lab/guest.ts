import { runInside } from './host.ts';
import type { Layout } from './layout.ts';
import { LabError } from './run.ts';

/** A guest that takes no CPU: no disk, 16 MiB, started paused. Its taps are real. */
export interface Guest {
  name: string;
  /** libvirt networks it is plugged into, one interface each; libvirt makes up the MAC address if none is given. */
  networks?: readonly (string | { network: string; mac: string })[];
  /** Host bridges it is plugged into, one interface each. */
  bridges?: readonly string[];
  /** The model of its interfaces; libvirt chooses one if none is given. */
  model?: 'virtio';
}

/** Defines a guest on a host and starts it paused. */
export async function addGuest(layout: Layout, host: string, guest: Guest): Promise<void> {
  const script = `
    file=$(mktemp) && cat >"$file" && virsh --quiet define "$file" && rm "$file" && virsh --quiet start --paused "$1"`;
  await virsh(layout, host, script, guest.name, domainXml(guest));
}

/** Ends a guest and forgets it. */
export async function removeGuest(layout: Layout, host: string, name: string): Promise<void> {
  await virsh(layout, host, 'virsh --quiet destroy "$1" || true; virsh --quiet undefine "$1"', name);
}

/** The domain in libvirt's XML (https://libvirt.org/formatdomain.html). */
function domainXml({ name, networks = [], bridges = [], model }: Guest): string {
  const card = model ? `<model type="${model}"/>` : '';
  const nic = (type: 'network' | 'bridge', value: string, mac = '') =>
    `<interface type="${type}">${mac && `<mac address="${escapeXml(mac)}"/>`}<source ${type}="${escapeXml(value)}"/>${card}</interface>`;
  const nics = [
    ...networks.map((each) =>
      typeof each === 'string' ? nic('network', each) : nic('network', each.network, each.mac),
    ),
    ...bridges.map((bridge) => nic('bridge', bridge)),
  ];
  return `<domain type="qemu">
  <name>${escapeXml(name)}</name>
  <memory unit="MiB">16</memory>
  <os><type arch="x86_64">hvm</type></os>
  <devices>${nics.join('')}</devices>
</domain>
`;
}

async function virsh(layout: Layout, host: string, script: string, name: string, stdin = ''): Promise<void> {
  const { code, stderr } = await runInside(layout, host, ['sh', '-c', script, 'sh', name], { stdin });
  if (code !== 0) throw new LabError(`${host}, guest ${name}: ${stderr.trim()}`);
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
