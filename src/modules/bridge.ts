import * as z from 'zod';
import { bridgeArguments, linkName, netplanPath } from '../netplan/arguments.ts';
import { bridgeChanges, bridgeUndo } from '../netplan/bridge-changes.ts';
import { bridgeRemoval, removalUndo } from '../netplan/bridge-removal.ts';
import { canonical, documentFault } from '../netplan/document.ts';
import { type HostNetplan, hostNetplan } from '../netplan/host-files.ts';
import type { LinkState } from '../netplan/link.ts';
import { portValueAt, valuesOf } from '../netplan/port-values.ts';
import { withBridgePorts } from '../netplan/ports.ts';
import { addressesAt, linkAt, macAt } from '../netplan/probes.ts';
import { withHostLinks } from '../netplan/routes.ts';
import { conflicts, type Described } from '../netplan/take-over.ts';
import { CLOUD_INIT, isOfCloudInit, keptPath, withHostNetplan } from '../netplan/taken-files.ts';
import { claimedBy, type MadeLink, parentsOf } from '../netplan/underlay.ts';
import { type BridgePort, bridgePorts } from '../plan/bridge-ports.ts';
import type { Change } from '../plan/change.ts';
import { type FileState, fileAt } from '../plan/files.ts';
import { type HostLinks, hostLinks } from '../plan/host-links.ts';
import type { Plan } from '../plan/plan.ts';
import type { Probe, Probes } from '../plan/probe.ts';
import { type SessionPath, sessionPath } from '../plan/session-path.ts';
import { type Complaint, type Desk, defineModule } from './module.ts';

const args = z.strictObject({
  name: linkName.describe('Name of the bridge'),
  state: z.enum(['present', 'absent']).default('present').describe('Whether it is there'),
  path: netplanPath.optional().describe('The netplan file; default /etc/netplan/60-virtfleet-NAME.yaml'),
  takes_over: z
    .array(netplanPath)
    .default([])
    .describe(
      'netplan files of others from which what the bridge now describes is taken out; given back when it is removed',
    ),
  ...bridgeArguments,
});

const TEMPLATE = 'netplan-bridge.yaml.hbs';

export const bridge = defineModule({
  name: 'bridge',
  summary: 'A bridge of the host, by a netplan file of its own',
  description: [
    "The arguments have netplan's own names, see netplan-yaml(5).",
    'The file and the kernel are both looked at; netplan tries the file before it is installed.',
  ].join('\n'),
  example: `bridge:
  name: br0
  interfaces: [eth1]
  addresses: [192.168.1.100/24]
  parameters: { stp: false, forward-delay: 0 }`,
  args,
  prepare: (wanted, desk) => {
    const { name, interfaces, dhcp4, dhcp6, addresses, mtu, macaddress, state, path, parameters } = wanted;
    const takesOver = wanted.takes_over;
    const { 'path-cost': cost, 'port-priority': priority, ...ofBridge } = parameters ?? {};
    for (const [key, ofPorts] of Object.entries({ 'path-cost': cost, 'port-priority': priority })) {
      const others = Object.keys(ofPorts ?? {}).filter((port) => !interfaces.includes(port));
      if (others.length > 0) desk.complain(noPort(key, others));
    }
    // The kernel refuses less with a spanning tree: BR_MIN_FORWARD_DELAY in net/bridge/br_private_stp.h.
    const delay = parameters?.['forward-delay'];
    if (delay !== undefined && delay < 2 && parameters?.stp !== false) {
      desk.complain({
        code: 'bridge-forward-delay',
        summary: 'The forward delay is too short for a spanning tree',
        detail: 'With stp, which is on unless it is false, forward-delay is at least 2.',
        at: ['parameters', 'forward-delay'],
        hint: 'Add stp: false.',
      });
    }
    for (const [port, { addresses: own }] of Object.entries(wanted.vlans ?? {})) {
      if (own.length > 0 && interfaces.includes(port)) desk.complain(addressedPort(port));
    }
    return {
      name,
      state,
      path: path ?? `/etc/netplan/60-virtfleet-${name}.yaml`,
      content: state === 'absent' ? '' : contentOf(wanted, desk),
      interfaces: state === 'absent' ? [] : interfaces,
      made: state === 'absent' ? [] : madeOf(wanted),
      addresses: addresses.map(canonical),
      dhcp: dhcp4 || dhcp6,
      mtu,
      macaddress: macaddress?.toLowerCase(),
      parameters: ofBridge,
      portValues: [...valuesOf('path-cost', cost), ...valuesOf('port-priority', priority)],
      takesOver,
    };
  },
  rendered: ({ path: name, content, state }) => (state === 'absent' ? [] : [{ name, text: content }]),
  observe: ({ name, path, interfaces, made, macaddress, takesOver, portValues }): Probes & Base => ({
    file: fileAt(path),
    link: linkAt(name),
    session: sessionPath,
    host: hostLinks,
    bridgePorts,
    netplan: hostNetplan,
    ...(macaddress !== undefined && { mac: macAt(name) }),
    ...(takesOver.some(isOfCloudInit) && { cloudInit: fileAt(CLOUD_INIT.path) }),
    ...Object.fromEntries(
      takesOver.flatMap((file) => [
        [`now ${file}`, fileAt(file)],
        [`kept ${file}`, fileAt(keptPath(file))],
      ]),
    ),
    ...Object.fromEntries(portValues.map((one) => [`${one.what} ${one.port}`, portValueAt(name, one)])),
    ...each('link', linksOf({ name, interfaces, made }), linkAt),
    ...each('carries', claimedBy({ interfaces, made }), addressesAt),
  }),
  plan: (wanted, seen): Plan => {
    const { name } = wanted;
    const read = seen as Readonly<Record<string, unknown>>;
    const around = (found: readonly Change[]) => {
      const files = withHostNetplan(found, seen.netplan);
      return withBridgePorts(withHostLinks(files, seen.host), name, seen.bridgePorts);
    };
    const taken = wanted.takesOver.map((file) => ({
      path: file,
      now: read[`now ${file}`] as FileState,
      kept: read[`kept ${file}`] as FileState,
    }));
    if (wanted.state === 'absent') {
      const changes = around(bridgeRemoval(wanted, { ...seen, taken }));
      return { changes, undo: removalUndo(name, seen) };
    }
    const refused = refusal(wanted, seen.netplan);
    if (refused) return { changes: [], failure: refused };
    const links = all<LinkState>(read, 'link', linksOf(wanted));
    const carries = all<readonly string[]>(read, 'carries', claimedBy(wanted));
    const missing = [...claimedBy(wanted), ...parentsOf(wanted)].filter((link) => !links[link]?.exists);
    if (missing.length > 0) return { changes: [], failure: `This host has no link ${missing.join(', ')}.` };
    const mac = read.mac as string | null;
    const cloudInit = read.cloudInit as FileState | undefined;
    const portValues = wanted.portValues.map(({ what, port }) => read[`${what} ${port}`] as number | null);
    const found = bridgeChanges(wanted, { ...seen, mac, links, carries, portValues, taken, cloudInit });
    return { changes: around(found), undo: bridgeUndo(wanted, { ...seen, links, portValues }) };
  },
});

/** The links of which a bridge has to know. */
function linksOf(wanted: {
  name: string;
  interfaces: readonly string[];
  made: readonly MadeLink[];
}): string[] {
  return [...claimedBy(wanted), ...parentsOf(wanted), ...wanted.made.map(({ name }) => name)];
}

/** One probe for each link, under a key of its own. */
function each<T>(what: string, names: readonly string[], probe: (name: string) => Probe<T>): Probes {
  return Object.fromEntries(names.map((name) => [`${what} ${name}`, probe(name)]));
}

/** What these probes saw, by the names of the links. */
function all<T>(read: Readonly<Record<string, unknown>>, what: string, names: readonly string[]) {
  return Object.fromEntries(names.map((name) => [name, read[`${what} ${name}`] as T]));
}

function madeOf({ bonds, vlans }: z.output<typeof args>): MadeLink[] {
  return [
    ...Object.entries(bonds ?? {}).map(([name, { interfaces, mtu }]) => {
      return { name, kind: 'bond' as const, interfaces, addresses: [], mtu };
    }),
    ...Object.entries(vlans ?? {}).map(([name, { id, link, addresses, mtu }]) => {
      const vlan = { id, link };
      return { name, kind: 'vlan' as const, interfaces: [], vlan, addresses: addresses.map(canonical), mtu };
    }),
  ];
}

interface Base {
  file: Probe<FileState>;
  link: Probe<LinkState>;
  session: Probe<SessionPath>;
  host: Probe<HostLinks>;
  bridgePorts: Probe<readonly BridgePort[]>;
  netplan: Probe<HostNetplan>;
}

/** ifupdown configures the loopback link also where it leaves the others to NetworkManager. */
function runs({ networkManager, ifupdown }: HostNetplan): string {
  if (ifupdown.some((link) => link !== 'lo')) return 'ifupdown';
  return networkManager ? 'NetworkManager' : 'something else';
}

function noPort(key: string, names: readonly string[]): Complaint {
  return {
    code: 'bridge-no-port',
    summary: `${key} names what is no port of the bridge`,
    detail: `${names.join(', ')} is not among its interfaces.`,
    at: ['parameters', key],
    hint: 'Add it to interfaces, or take it out here.',
  };
}

function addressedPort(port: string): Complaint {
  return {
    code: 'bridge-port-addresses',
    summary: 'A port of a bridge has no addresses of its own',
    detail: `${port} is among the interfaces of the bridge.`,
    at: ['vlans', port, 'addresses'],
    hint: 'Give the addresses to the bridge.',
  };
}

/** Why this host cannot have the bridge by netplan beside what it has. */
function refusal(wanted: Described & { path: string; takesOver: readonly string[] }, host: HostNetplan) {
  if (!host.installed) {
    return `This host has no netplan: ${runs(host)} runs its network. Make the bridge there by hand, and describe networks over it only.`;
  }
  const managed = claimedBy(wanted).filter((link) => host.ifupdown.includes(link));
  if (managed.length > 0)
    return `ifupdown runs ${managed.join(', ')} of this host: take it out of /etc/network/interfaces first.`;
  const missing = wanted.takesOver.filter((path) => !host.files.some((file) => file.path === path));
  if (missing.length > 0) return `There is no ${missing.join(', ')} to take over.`;
  const others = { ...host, files: host.files.filter(({ path }) => !wanted.takesOver.includes(path)) };
  const found = conflicts(wanted, others, wanted.path);
  if (found.length === 0) return undefined;
  const paths = [...new Set(found.map(({ path }) => path))];
  return [
    ...found.map(({ sentence }) => sentence),
    'Name the file, and what the bridge describes is taken out of it:',
    `  takes_over: [${paths.join(', ')}]`,
  ].join('\n');
}

function contentOf({ state: _, path: __, ...wanted }: z.output<typeof args>, desk: Desk): string {
  const unset = Object.fromEntries(Object.keys(bridgeArguments).map((key) => [key, null]));
  const over = { ...wanted, made: madeOf({ ...wanted, state: 'present' }) };
  const more = { claimed: claimedBy(over), parents: parentsOf(over) };
  const content = desk.render(TEMPLATE, { ...unset, ...wanted, ...more });
  const fault = documentFault(content, wanted.name);
  if (fault) {
    const detail = `${TEMPLATE} made something else: ${fault}`;
    desk.complain({
      code: 'netplan-document',
      summary: 'The file is no netplan file of this bridge',
      detail,
    });
  }
  return content;
}
