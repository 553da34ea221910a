import { collected } from '../../report/fold.ts';
import { type AuditedHost, type Fleet, uplinksOf } from '../host-model.ts';
import type { Found, Rule } from '../rule.ts';

/** Rules about what there may be only one of in the fleet: MAC addresses, uuids, names of bridges. */
export const IDENTITY_RULES: readonly Rule[] = [
  {
    id: 'mac-of-two-guests',
    severity: 'error',
    summary: 'Guests of one network have the same MAC address',
    why: 'A switch sends the frames of a MAC address to one port. Both guests lose packets, and DHCP gives both one address.',
    todo: 'Give each guest its own, for example by mac().',
    find: (fleet) => shared(fleet, (one, other) => meet(one, other)),
  },
  {
    id: 'mac-repeated',
    severity: 'warning',
    summary: 'Guests have the same MAC address on networks that do not meet',
    why: 'It works until their networks meet: when a guest moves to another host, or its network becomes a bridge.',
    todo: 'Give each guest its own, for example by mac(). Of a guest that is moved between hosts, undefine the copy that is left behind.',
    find: (fleet) => shared(fleet, (one, other) => !meet(one, other)),
  },
  {
    id: 'mac-of-a-host',
    severity: 'error',
    summary: 'A guest has the MAC address of a link of a host',
    why: 'Switches send the packets of the host to the guest, or those of the guest to the host.',
    todo: 'Give the guest another MAC address, for example by mac().',
    find: ({ hosts }) => {
      const owners = new Map(
        hosts.flatMap((host) =>
          realLinks(host).map(({ mac, name }) => [mac, `${name} of ${host.name}`] as const),
        ),
      );
      return interfacesOf(hosts).flatMap(({ host, guest, mac }) => {
        const owner = owners.get(mac);
        return owner === undefined
          ? []
          : [{ host: host.name, object: `guest ${guest}`, evidence: `${mac} is the address of ${owner}` }];
      });
    },
  },
  {
    id: 'mac-of-two-hosts',
    severity: 'error',
    summary: 'Links of two hosts have the same MAC address',
    why: 'Switches send the packets of both to one of them. Both may be clones of one image.',
    todo: 'Take the MAC address away from one of them; a bridge gets its own by macaddress in the bridge task.',
    find: ({ hosts }) =>
      repeated(
        hosts.flatMap((host) =>
          realLinks(host)
            .filter(({ master }) => master === undefined)
            .map(({ name, mac }) => ({ key: mac, host: host.name, object: `link ${name}` })),
        ),
        (key, others) => `${key} is the address of ${others}, too`,
      ),
  },
  {
    id: 'network-uuid-repeated',
    severity: 'warning',
    summary: 'Networks of several hosts have the same uuid',
    why: 'Programs that manage several hosts take them for one network. It comes from definitions that were copied with their uuid.',
    todo: 'Leave uuid out of the definition: define the network again under a new uuid.',
    find: ({ hosts }) =>
      repeated(
        hosts.flatMap((host) =>
          host.networks.map(({ name, uuid }) => ({ key: uuid, host: host.name, object: `network ${name}` })),
        ),
        (key, others) => `uuid ${key} is that of ${others}, too`,
      ),
  },
  {
    id: 'guest-runs-twice',
    severity: 'error',
    summary: 'A guest runs on two hosts at the same time',
    why: 'Both copies write to its disks where these are shared, and both use its addresses.',
    todo: 'Stop one of them at once, and find out how it was started: a migration that broke off, or a failover.',
    find: ({ hosts }) => repeated(guestsOf(hosts, true), (_, others) => `runs here and as ${others}`),
  },
  {
    id: 'guest-defined-twice',
    severity: 'warning',
    summary: 'A guest is defined on two hosts',
    why: 'Whoever starts the second one has the same guest twice. It comes from a migration without --undefinesource, or from a copied definition.',
    todo: 'Undefine it where it does not belong.',
    find: ({ hosts }) => {
      const twice = repeated(
        guestsOf(hosts, false),
        (key, others) => `uuid ${key} is that of ${others}, too`,
      );
      const running = new Set(
        repeated(guestsOf(hosts, true), () => '').map(({ host, object }) => `${host} ${object}`),
      );
      return twice.filter(({ host, object }) => !running.has(`${host} ${object}`));
    },
  },
  {
    id: 'bridge-of-other-network',
    severity: 'warning',
    summary: 'A bridge that guests name is of another network on another host',
    why: 'A guest that names the bridge, not the network, comes into another network when it is moved there.',
    todo: 'Let guests name the network, or give the bridges of a network the same name on all hosts.',
    find: ({ hosts }) =>
      hosts.flatMap((host) =>
        host.guests.flatMap(({ guest, type, bridge }): Found[] => {
          const own = type === 'bridge' ? networkOn(host, bridge) : undefined;
          if (own === undefined) return [];
          const other = hosts.find((one) => (networkOn(one, bridge) ?? own) !== own);
          const evidence = `${bridge} is of network ${own} here, of network ${other && networkOn(other, bridge)} on ${other?.name}`;
          return other ? [{ host: host.name, object: `guest ${guest}`, evidence }] : [];
        }),
      ),
  },
];

interface Interface {
  host: AuditedHost;
  guest: string;
  mac: string;
  network?: string | undefined;
  bridge?: string | undefined;
}

function interfacesOf(hosts: readonly AuditedHost[]): Interface[] {
  return hosts.flatMap((host) =>
    host.guests
      .filter(({ mac }) => mac !== '')
      .map(({ guest, mac, network, bridge }) => ({ host, guest, mac, network, bridge })),
  );
}

function shared({ hosts }: Fleet, isMeant: (one: Interface, other: Interface) => boolean): Found[] {
  return collected(interfacesOf(hosts), ({ mac }) => mac).flatMap((same) =>
    same.flatMap((one) => {
      const others = same.filter((other) => other !== one && !isCopy(one, other) && isMeant(one, other));
      const [other] = others;
      const whose = other && (other.host === one.host ? other.guest : `${other.guest} on ${other.host.name}`);
      return whose === undefined
        ? []
        : [
            {
              host: one.host.name,
              object: `guest ${one.guest}`,
              evidence: `${one.mac} is the address of ${whose}, too`,
            },
          ];
    }),
  );
}

/** The same guest on two hosts is said by rules of its own. */
function isCopy(one: Interface, other: Interface): boolean {
  const uuidOf = ({ host, guest }: Interface) => host.guests.find((each) => each.guest === guest)?.uuid;
  return one.host !== other.host && uuidOf(one) === uuidOf(other);
}

/** Whether frames of one reach the other: on one network of a host, or on bridges that lead out of both hosts. */
function meet(one: Interface, other: Interface): boolean {
  const [here, there] = [bridgeOf(one), bridgeOf(other)];
  if (here === undefined || there === undefined) return false;
  if (one.host === other.host) return here === there;
  return uplinksOf(here, one.host).length > 0 && uplinksOf(there, other.host).length > 0;
}

function bridgeOf({ host, network, bridge }: Interface): string | undefined {
  return host.networks.find(({ name }) => name === network)?.bridge ?? bridge;
}

/** The name of the network that has a bridge. */
function networkOn({ networks }: AuditedHost, bridge: string | undefined): string | undefined {
  return networks.find((one) => bridge !== undefined && one.bridge === bridge)?.name;
}

/** Links with a MAC address that others see: no taps, and no bridges of libvirt's own, which lead nowhere. */
function realLinks(host: AuditedHost) {
  const leads = (bridge: string) => uplinksOf(bridge, host).length > 0;
  return [...host.links.values()].filter(
    ({ name, kind, mac }) =>
      mac !== '' &&
      !/^(00:){5}00$/.test(mac) &&
      kind !== 'tap' &&
      kind !== 'upper' &&
      (kind !== 'bridge' || leads(name)),
  );
}

function guestsOf(hosts: readonly AuditedHost[], onlyRunning: boolean) {
  return hosts.flatMap((host) => {
    const own = host.guests.filter(({ running, migrating }) => !onlyRunning || (running && !migrating));
    return collected(own, ({ uuid }) => uuid).map(([{ guest, uuid }]) => ({
      key: uuid,
      host: host.name,
      object: `guest ${guest}`,
    }));
  });
}

/** What has the same key on several hosts. */
function repeated(
  all: readonly { key: string; host: string; object: string }[],
  say: (key: string, others: string) => string,
): Found[] {
  return collected(all, ({ key }) => key).flatMap((same) =>
    same.flatMap(({ key, host, object }) => {
      const other = same.find((one) => one.host !== host);
      return other ? [{ host, object, evidence: say(key, `${other.object} on ${other.host}`) }] : [];
    }),
  );
}
