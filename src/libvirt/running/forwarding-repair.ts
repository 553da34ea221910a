import { type HostFirewall, hostFirewall } from '../../host/firewall/host-firewall.ts';
import { parameterTouch } from '../../management/network-parameter.ts';
import { type SelfPath, selfImpact } from '../../management/self-path.ts';
import { type Change, NO_IMPACT, predict } from '../../plan/change.ts';
import { familyOf } from '../model/address.ts';
import { hasOwnBridge, modeOf } from '../model/mode.ts';
import type { Network } from '../model/network.ts';
import type { NetworkState } from '../observe/network-state.ts';

const FAMILIES = [
  { family: 'ip', of: 'ipv4', key: 'net.ipv4.ip_forward' },
  { family: 'ip6', of: 'ipv6', key: 'net.ipv6.conf.all.forwarding' },
] as const;

/** The changes that let the host forward again, as libvirt does when it starts a network that is not isolated. */
export function repairedForwarding(
  live: Network,
  firewall: HostFirewall,
  { session }: Pick<SelfPath, 'session'>,
): Change[] {
  let left = firewall;
  const off = familiesOf(live).filter(({ family }) => !firewall.forwards[family]);
  return off.map(({ family, key }) => {
    const unknown = parameterTouch(key.replaceAll('.', '/'), ['0', '1'], session);
    left = { ...left, forwards: { ...left.forwards, [family]: true } };
    return {
      action: 'update',
      proof: 'observed',
      what: `running ${key}`,
      copies: ['kernel'],
      before: '0',
      after: '1',
      impact: selfImpact({ unknown }, { session }) ?? NO_IMPACT,
      steps: [{ do: 'run', argv: ['sysctl', '-q', '-w', `${key}=1`] }],
      predictions: [predict(hostFirewall, left)],
    };
  });
}

/** The firewall once a network is as it will be: libvirt lets the host forward, and leaves that so. */
export function forwardsAfter(firewall: HostFirewall, after: NetworkState): HostFirewall {
  if (!after.exists || !after.live) return firewall;
  const on = familiesOf(after.live).map(({ family }) => [family, true] as const);
  return { ...firewall, forwards: { ...firewall.forwards, ...Object.fromEntries(on) } };
}

function familiesOf(live: Network) {
  if (!hasOwnBridge(live) || modeOf(live) === 'none') return [];
  const addresses = (live.ip ?? []).flatMap(({ address }) => address ?? []);
  return FAMILIES.filter(({ of }) => addresses.some((address) => familyOf(address) === of));
}
