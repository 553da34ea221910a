import { modeName } from '../../libvirt/model/mode.ts';
import { subnetsOf } from '../../libvirt/model/subnets.ts';
import { hasDnsmasq } from '../../libvirt/observe/network-dump.ts';
import { collected } from '../../report/fold.ts';
import { type AuditedHost, type AuditedNetwork, type Fleet, uplinksOf } from '../host-model.ts';
import type { LinkFacts } from '../observe/link-facts.ts';
import type { PlayFacts } from '../plays.ts';
import type { SubjectKind } from './policy.ts';

/** An object that a policy looks at: whose it is, its name in findings, and what expressions see. */
export interface Subject {
  host: string;
  object: string;
  values: Readonly<Record<string, unknown>>;
}

type Data = Readonly<Record<string, unknown>>;

/** All objects of a kind. Every key is always there; what could not be seen is null. docs/audit.md lists the keys. */
export function subjectsIn({ hosts }: Fleet, plays: readonly PlayFacts[], kind: SubjectKind): Subject[] {
  if (kind === 'play') return plays.flatMap(ofPlay);
  return hosts.flatMap((one) => {
    const host = hostData(one);
    const of = (name: string, own: Data): Subject => ({
      host: one.name,
      object: `${kind} ${name}`,
      values: { host, [kind]: own },
    });
    if (kind === 'network') return one.networks.map((network) => of(network.name, networkData(network)));
    if (kind === 'bridge') return bridgesOf(one).map((bridge) => of(bridge.name, bridgeData(bridge, one)));
    if (kind === 'guest')
      return collected(one.guests, ({ uuid }) => uuid).map((own) => of(own[0].guest, guestData(own)));
    return [{ host: one.name, object: 'host', values: { host } }];
  });
}

function ofPlay({ name, hosts, ...rest }: PlayFacts): Subject[] {
  return hosts.map((host) => ({ host, object: `play ${name}`, values: { play: { name, hosts, ...rest } } }));
}

function hostData(host: AuditedHost): Data {
  const { name, groups, networks, guests, links, libvirt, out, kernel } = host;
  return {
    name,
    groups,
    libvirt: libvirt?.join('.') ?? null,
    dnsmasq: out?.dnsmasq ?? null,
    networks: networks.map((one) => one.name),
    bridges: bridgesOf(host).map((one) => one.name),
    guests: [...new Set(guests.map(({ guest }) => guest))],
    links: [...links.values()].map(({ name: link, kind, mtu, up, mac, master, addresses }) => ({
      ...{ name: link, kind, mtu, up, mac, addresses },
      master: master ?? null,
    })),
    sysctl: kernel?.now ?? null,
    resolvers: out?.resolvers ?? null,
  };
}

function networkData(network: AuditedNetwork): Data {
  const { name, uuid, active, autostart, persistent, definition, bridge, guests, pool, liveDiffers } =
    network;
  return {
    ...{ name, uuid, active, autostart, definition },
    persistent: persistent !== undefined,
    mode: modeName(definition),
    bridge: bridge ?? null,
    subnets: subnetsOf(definition),
    dhcp: (definition.ip ?? []).some(({ dhcp }) => dhcp !== undefined),
    dns: hasDnsmasq(definition) && definition.dns?.enable !== 'no',
    guests: [...new Set(guests.map(({ guest }) => guest))],
    leases: pool ?? null,
    live_differs: liveDiffers,
  };
}

function bridgeData({ name, mtu, up, mac, addresses, stp }: LinkFacts, host: AuditedHost): Data {
  return {
    ...{ name, mtu, up, mac, addresses },
    stp: stp?.on ?? false,
    network: host.networks.find(({ bridge }) => bridge === name)?.name ?? null,
    ports: uplinksOf(name, host).map((port) => port.name),
    guests: [...new Set(host.guests.flatMap(({ guest, master }) => (master === name ? [guest] : [])))],
  };
}

function guestData(own: readonly [AuditedHost['guests'][number], ...AuditedHost['guests'][number][]]): Data {
  const [{ guest, uuid, running }] = own;
  return {
    ...{ name: guest, uuid, running },
    interfaces: own.map((one) => ({
      type: one.type,
      mac: one.mac,
      network: one.network ?? null,
      portgroup: one.portgroup ?? null,
      bridge: one.bridge ?? null,
      tap: one.interface ?? null,
      isolated: one.isolated ?? false,
    })),
  };
}

function bridgesOf({ links }: AuditedHost): LinkFacts[] {
  return [...links.values()].filter(({ kind }) => kind === 'bridge');
}
