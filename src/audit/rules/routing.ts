import { familyOf } from '../../libvirt/model/address.ts';
import { modeOf } from '../../libvirt/model/mode.ts';
import { type AuditedHost, type AuditedNetwork, innerBridges } from '../host-model.ts';
import { type OnHost, onHosts, type Rule, when } from '../rule.ts';

const IPV4 = 'net.ipv4.ip_forward';
const IPV6 = 'net.ipv6.conf.all.forwarding';

/** Rules about how the kernel forwards what guests send. */
export const ROUTING_RULES: readonly Rule[] = [
  {
    id: 'forwarding-off',
    severity: 'error',
    summary: 'The host does not forward packets, and a network needs it',
    why: 'Guests reach the host and nothing behind it. libvirt switches forwarding on when a network starts; somebody switched it off since.',
    todo: 'Switch it on, and describe it in a sysctl task, so that it stays.',
    find: whereForwarded('ipv4', ({ kernel }) => (kernel?.now[IPV4] === 0 ? `${IPV4} is 0` : undefined), [
      'sysctl',
      '-w',
      `${IPV4}=1`,
    ]),
  },
  {
    id: 'forwarding-off-ipv6',
    severity: 'error',
    summary: 'The host does not forward packets of IPv6, and a network needs it',
    why: 'Guests reach the host by IPv6 and nothing behind it.',
    todo: 'Switch it on, and describe it in a sysctl task. Uplinks that get their route from a router need accept_ra=2 then.',
    find: whereForwarded('ipv6', ({ kernel }) => (kernel?.now[IPV6] === 0 ? `${IPV6} is 0` : undefined), [
      'sysctl',
      '-w',
      `${IPV6}=1`,
    ]),
  },
  {
    id: 'forwarding-off-at-start',
    severity: 'warning',
    summary: 'The files of the host switch forwarding off, and a network needs it',
    why: 'Whoever applies the files (sysctl --system, a start of the host, a hardening script) cuts the guests off.',
    todo: 'Change the line, or describe the setting in a sysctl task.',
    find: (fleet) => [
      ...whereForwarded('ipv4', ({ kernel }) =>
        kernel?.atStart[IPV4] === 0 ? `sysctl.d says ${IPV4} = 0` : undefined,
      )(fleet),
      ...whereForwarded('ipv6', ({ kernel }) =>
        kernel?.atStart[IPV6] === 0 ? `sysctl.d says ${IPV6} = 0` : undefined,
      )(fleet),
    ],
  },
  {
    id: 'no-way-out',
    severity: 'warning',
    summary: 'A network forwards, and the host has no default route',
    why: 'Guests reach only what the host has a route to.',
    todo: 'Give the host a default route, or make the network isolated.',
    find: whereForwarded(
      'ipv4',
      ({ out }) =>
        out?.defaults.every(({ family }) => family !== 'ipv4')
          ? 'it has no default route of IPv4'
          : undefined,
      ['ip', 'route'],
    ),
  },
  {
    id: 'router-advertisements-ignored',
    severity: 'warning',
    summary: 'The host forwards IPv6 and will lose its own route of IPv6',
    why: 'With forwarding on, the kernel ignores routers unless accept_ra is 2: the route that they gave runs out. Source: ip-sysctl of Linux.',
    todo: 'Set accept_ra to 2 on the uplink, or give the host a static route.',
    find: onHosts(({ kernel, out }) =>
      (out?.defaults ?? []).flatMap(({ device, family, protocol }) => {
        const name = `net.ipv6.conf.${device}.accept_ra`;
        const isIgnored =
          family === 'ipv6' && protocol === 'ra' && kernel?.now[IPV6] === 1 && kernel.now[name] === 1;
        return when(isIgnored, `${name} is 1, and ${IPV6} is 1`, [
          'sysctl',
          '-w',
          `net.ipv6.conf.${device.replaceAll('.', '/')}.accept_ra=2`,
        ]).map((one) => ({ object: `link ${device}`, ...one }));
      }),
    ),
  },
  {
    id: 'strict-reverse-path',
    severity: 'warning',
    summary: 'A host with several ways out drops what comes in by another one',
    why: 'rp_filter 1 drops packets whose answer would leave by another link. Guests behind the second uplink lose connections.',
    todo: 'Set rp_filter to 2 (loose) on these links, or leave one default route.',
    find: onHosts(({ kernel, out }) => {
      const devices = [
        ...new Set(
          (out?.defaults ?? []).flatMap(({ device, family }) => (family === 'ipv4' ? [device] : [])),
        ),
      ];
      if (devices.length < 2) return [];
      // The larger of both counts: ip-sysctl of Linux.
      const strictness = (device: string) =>
        Math.max(
          kernel?.now['net.ipv4.conf.all.rp_filter'] ?? 0,
          kernel?.now[`net.ipv4.conf.${device}.rp_filter`] ?? 0,
        );
      return devices
        .filter((device) => strictness(device) === 1)
        .map(
          (device): OnHost => ({
            object: `link ${device}`,
            evidence: `rp_filter is 1, and the default routes are ${devices.join(' and ')}`,
          }),
        );
    }),
  },
  {
    id: 'two-links-in-one-subnet',
    severity: 'warning',
    summary: 'A host has two links in one subnet',
    why: 'Answers leave by one of them only, and each link answers ARP for the address of the other.',
    todo: 'Make a bond of them, or give one of them a subnet of its own.',
    find: onHosts((host) => {
      const routes = host.routes.filter(
        ({ gateway, device, destination }) =>
          gateway === undefined && destination.prefix < 32 && isUplink(device, host),
      );
      return routes.flatMap(({ destination: { address, prefix }, device }): OnHost[] => {
        const other = routes.find(
          (one) =>
            one.device !== device && one.destination.address === address && one.destination.prefix === prefix,
        );
        return other
          ? [{ object: `link ${device}`, evidence: `${address}/${prefix} is that of ${other.device}, too` }]
          : [];
      });
    }),
  },
];

/** For a rule about a host whose networks forward packets of a family: what is wrong with it. */
function whereForwarded(
  family: 'ipv4' | 'ipv6',
  check: (host: AuditedHost) => string | undefined,
  command?: readonly string[],
): Rule['find'] {
  return onHosts((host) => {
    const needing = host.networks.filter((one) => forwards(one, family)).map(({ name }) => name);
    const wrong = check(host);
    const evidence = `${wrong}; needed by ${needing.join(', ')}`;
    return when(wrong !== undefined && needing.length > 0, evidence, command).map((one) => ({
      object: 'host',
      ...one,
    }));
  });
}

/** Whether guests of a running network are to reach what is behind the host. */
function forwards({ live }: AuditedNetwork, family: 'ipv4' | 'ipv6'): boolean {
  if (!live || !['nat', 'route', 'open'].includes(modeOf(live))) return false;
  return (live.ip ?? []).some(({ address }) => familyOf(address) === family);
}

function isUplink(device: string, host: AuditedHost): boolean {
  return device !== 'lo' && !innerBridges(host).has(device);
}
