import { only, type Probe } from '../../plan/probe.ts';
import { can } from '../../versions/libvirt.ts';
import type { Version } from '../../versions/version.ts';
import { modeName, modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import { libvirtVersion } from '../observe/libvirt-version.ts';
import { type NetworkState, networkAt } from '../observe/network-state.ts';
import type { Nic } from './nic.ts';

const READ = `
set -- /sys/class/net/*/bridge
[ -e "$1" ] || exit 0
[ -e "$1/vlan_filtering" ] && echo true || echo false`;

/** Whether bridges of the host's kernel can filter VLANs; undefined while it has no bridge. */
const vlanFiltering: Probe<boolean | undefined> = {
  key: 'vlan filtering',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => {
    const said = only(answers).stdout.toString().trim();
    return said === '' ? undefined : said === 'true';
  },
};

/** What has to be known of a host before an interface of a guest gets VLAN tags. */
export const vlanFacts = { version: libvirtVersion, vlanFiltering };

/**
 * Why an interface cannot have VLAN tags where it is plugged in, as virDomainActualNetDefValidate judges. libvirt
 * stores them all the same, and does not start the guest.
 */
export function vlanFault(nic: Nic, current: Readonly<Record<string, unknown>>): string | undefined {
  if (!nic.vlan?.length || nic.xml?.includes('openvswitch')) return undefined;
  const { version, vlanFiltering: filters } = current as { version: Version; vlanFiltering?: boolean };
  const { where, carries, isBridge } = placeOf(nic, current);
  if (carries) return undefined;
  if (!isBridge) return `${where} cannot carry VLAN tags. ${ELSEWHERE}`;
  if (!can(version, 'VLANs on any bridge'))
    return `${where} cannot carry VLAN tags: this libvirt (${version.join('.')}) sets them on Open vSwitch only, since 11.0 on any bridge.`;
  return filters === false
    ? `${where} cannot carry VLAN tags: the kernel of this host has no VLAN filtering for bridges.`
    : undefined;
}

const ELSEWHERE =
  'Plug the interface into a bridge of the host or a network over one (Open vSwitch; since libvirt 11.0 any), or leave vlan out.';

/** Whether libvirt sets tags there on every version, or, on a bridge of the host, on some. */
function placeOf({ network: name, portgroup, bridge }: Nic, current: Readonly<Record<string, unknown>>) {
  if (name === undefined) return { where: `Bridge ${bridge}`, carries: false, isBridge: true };
  const state = current[networkAt(name).key] as NetworkState | undefined;
  const network = state?.exists ? (state.live ?? state.persistent) : undefined;
  // Of a network that the task does not name nothing was read.
  if (!network) return { where: `Network ${name}`, carries: true, isBridge: false };
  const mode = modeOf(network);
  const isBridge = mode === 'bridge' && network.bridge?.name !== undefined;
  const overSwitch = isBridge && switchOf(network, portgroup) === 'openvswitch';
  return {
    where: `Network ${name} (${modeName(network)})`,
    carries: mode === 'hostdev' || mode === 'passthrough' || overSwitch,
    isBridge,
  };
}

/** The kind of switch: a portgroup with a virtual port of its own has that one. */
function switchOf({ virtualport, portgroup: groups = [] }: Network, portgroup: string | undefined) {
  const group = groups.find((each) =>
    portgroup === undefined ? each.default === 'yes' : each.name === portgroup,
  );
  return (group?.virtualport ?? virtualport)?.type;
}
