import { existsSync } from 'node:fs';
import { type LabHost, managementPrefix, operatorAddress } from './fleet.ts';
import { hostLayout, type Layout, namespaceFile } from './layout.ts';
import { must, run } from './run.ts';

const bridge = 'lab';

/** Makes the operator's machine: a namespace with a bridge that all hosts hang on and no way out of it. */
export async function layBridge({ operator }: Layout): Promise<void> {
  await makeNamespace(operator);
  const ip = ['ip', '-n', operator];
  if ((await run([...ip, 'link', 'show', 'dev', bridge])).code !== 0) {
    await must([...ip, 'link', 'add', bridge, 'type', 'bridge']);
  }
  await must([...ip, 'address', 'replace', `${operatorAddress}/${managementPrefix}`, 'dev', bridge]);
  await must([...ip, 'link', 'set', 'dev', 'lo', 'up']);
  await must([...ip, 'link', 'set', 'dev', bridge, 'up']);
}

/** Gives a virtual machine the far end of a port of the operator's bridge, which is named after the host. */
async function layTap({ operator }: Layout, name: string): Promise<void> {
  const ip = ['ip', '-n', operator];
  await must([...ip, 'tuntap', 'add', 'dev', name, 'mode', 'tap']);
  await must([...ip, 'link', 'set', 'dev', name, 'master', bridge, 'up']);
}

/**
 * Gives a host a fresh namespace with an `eth0` that ends on the operator's bridge, in a port named after
 * the host. Both ends are born in their namespaces: the machine's own never sees them.
 */
export async function layWire(layout: Layout, { name, address, vm }: LabHost): Promise<void> {
  const { namespace } = hostLayout(layout, name);
  await cutWire(layout, name);
  if (vm) return layTap(layout, name);
  await makeNamespace(namespace);
  const ip = ['ip', '-n', layout.operator];
  const far = ['peer', 'name', 'eth0', 'address', hardwareAddress(address), 'netns', namespace];
  await must([...ip, 'link', 'add', name, 'type', 'veth', ...far]);
  await must([...ip, 'link', 'set', 'dev', name, 'master', bridge, 'up']);
}

/** Removes a host's namespace with every interface in it. */
export async function cutWire(layout: Layout, name: string): Promise<void> {
  // The kernel takes an interface away some time after its namespace; the name has to be free at once.
  await run(['ip', '-n', layout.operator, 'link', 'delete', 'dev', name]);
  await removeNamespace(hostLayout(layout, name).namespace);
}

/** Unplugs a host's management cable, or plugs it in again. */
export async function setLink(layout: Layout, name: string, state: 'up' | 'down'): Promise<void> {
  await must(['ip', '-n', layout.operator, 'link', 'set', 'dev', name, state]);
}

export async function removeNamespace(namespace: string): Promise<void> {
  if (existsSync(namespaceFile(namespace))) await must(['ip', 'netns', 'delete', namespace]);
}

async function makeNamespace(namespace: string): Promise<void> {
  // A killed `ip netns add` leaves a file nothing is bound to.
  if ((await run(['ip', '-n', namespace, 'link', 'show', 'dev', 'lo'])).code === 0) return;
  await removeNamespace(namespace);
  await must(['ip', 'netns', 'add', namespace]);
}

/** A locally administered address that a host keeps when it is wired again. */
export function hardwareAddress(address: string): string {
  const octets = address.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return ['02', 'fe', ...octets].join(':');
}
