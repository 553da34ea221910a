import { type ExistingLink, KERNEL_DEFAULTS, type LinkState } from '../../src/bridge/kernel/link.ts';
import type { FileState } from '../../src/host/files.ts';
import type { HostLinks } from '../../src/host/host-links.ts';
import type { Routing } from '../../src/management/routing.ts';
import type { SessionPath } from '../../src/management/session-path.ts';
import { bridge } from '../../src/modules/bridge.ts';
import { OPEN_FIREWALL } from '../host/firewall/open-firewall.ts';
import { trial } from './trial.ts';

export const PATH = '/etc/netplan/60-virtfleet-br0.yaml';
export const absent: FileState = { kind: 'absent' };
export const gone: LinkState = { exists: false };
export const port: ExistingLink = { exists: true, mtu: 1500, up: true, ports: [], addresses: [], routes: [] };
export const link: ExistingLink & object = { ...port, bridge: KERNEL_DEFAULTS, addresses: ['10.9.0.1/24'] };
export const desired = { name: 'br0', addresses: ['10.9.0.1/24'] };
type Args = Parameters<typeof trial<typeof bridge.args, unknown, never>>[1] & typeof desired;

/** The file as the task writes it. */
export function fileOf(args: object): FileState & { kind: 'file' } {
  const { plan } = on({ file: absent, link: gone }, args);
  const content = plan.changes[0]?.diff?.after ?? '';
  return { kind: 'file', mode: '0600', owner: 'root', group: 'root', content };
}

/** What the module makes of `desired` and these arguments, on a host with these answers. */
export function on(current: object, args: object = {}) {
  const session: SessionPath = { links: [] };
  const host: HostLinks = { links: ['eth0'], routes: [] };
  const services = { netplan: true, networkManager: false, networkd: true, ifupdown: [] };
  const routing: Routing = { rules: [], routes: [] };
  const read = {
    session,
    routing,
    host,
    bridgePorts: [],
    services,
    netplan: [],
    hardware: [],
    applying: absent,
    firewall: OPEN_FIREWALL,
    ...(current as { file: FileState; link: LinkState }),
  };
  return trial(bridge, { ...desired, ...args } as Args, read);
}
