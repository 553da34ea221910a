import * as z from 'zod';
import { dnsmasqArguments } from '../dnsmasq/arguments.ts';
import { type ConfigFile, configFileChanges } from '../dnsmasq/config-file.ts';
import {
  distributionCollision,
  distributionUnit,
  type HostDnsmasq,
  hostDnsmasq,
  NO_PROGRAM,
} from '../dnsmasq/distribution.ts';
import { filesOf, type Instance, instanceChanges } from '../dnsmasq/instance.ts';
import { cutOffAt } from '../dnsmasq/steps.ts';
import { FOLDER, STATE_FOLDER, unitFile, unitOf } from '../dnsmasq/unit-file.ts';
import { uplinks } from '../dnsmasq/uplinks.ts';
import { hostNetworks } from '../libvirt/host-networks.ts';
import { dnsmasqCollisions, type Service } from '../libvirt/own-dnsmasq.ts';
import { bridgePorts } from '../plan/bridge-ports.ts';
import { type FileState, fileAt } from '../plan/files.ts';
import { changes, type Plan } from '../plan/plan.ts';
import type { Probe, Probes, Seen } from '../plan/probe.ts';
import { unitAt } from '../plan/unit.ts';
import { path, unitName } from './arguments.ts';
import { type Desk, defineModule } from './module.ts';

const args = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_-]*$/, 'letters, digits, _ -')
    .describe('Name of the instance'),
  state: z
    .enum(['running', 'stopped', 'present', 'absent'])
    .optional()
    .describe('Default running, or with path: present'),
  uplink_dhcp: z.boolean().default(false).describe('Serve DHCP also where a port of the bridge leads out'),
  path: path.optional().describe('A file for a dnsmasq that somebody else runs, instead of an instance'),
  service: unitName.optional().describe('With path: unit that is restarted when the file changes'),
  ...dnsmasqArguments,
});
type Given = z.output<typeof args>;

type Wanted =
  | ({ kind: 'file' } & ConfigFile)
  | ({ kind: 'instance'; service: Service; uplinkDhcp: boolean } & Instance);

export const dnsmasq = defineModule({
  name: 'dnsmasq',
  summary: 'A dnsmasq of its own for a bridge, tested before its files are installed',
  description: [
    "The arguments have the names of dnsmasq's own options, see dnsmasq(8).",
    'Each instance is a unit virtfleet-dnsmasq@NAME with its own files and leases; it starts with the host.',
    'A change of dhcp-host or host-record is read by the same process, any other restarts it.',
    'With path it is one file for a dnsmasq that somebody else runs, such as /etc/dnsmasq.d/NAME.conf.',
  ].join('\n'),
  example: `dnsmasq:
  name: guests
  interface: [br0]
  dhcp-range: [{ start: 192.168.1.100, end: 192.168.1.200, lease: 12h }]
  dhcp-host: [{ mac: "52:54:00:aa:bb:cc", ip: 192.168.1.50, name: web }]`,
  args,
  prepare: (given, desk): Wanted => {
    complain(given, desk);
    return given.path === undefined ? instanceOf(given, desk) : fileOf({ ...given, path: given.path }, desk);
  },
  rendered: (wanted) => {
    const files = wanted.kind === 'file' ? [wanted] : [wanted.conf, wanted.dhcpHosts, wanted.addnHosts];
    return files.flatMap(({ path: name, content: text }) => (text === null ? [] : [{ name, text }]));
  },
  observe: (wanted): Probes & Base => (wanted.kind === 'file' ? fileProbes(wanted) : instanceProbes(wanted)),
  plan: (wanted, seen): Plan => {
    const isAbsent = wanted.kind === 'file' ? wanted.content === null : wanted.state === 'absent';
    if (!isAbsent && !seen.host.program) return { changes: [], failure: NO_PROGRAM };
    return wanted.kind === 'file'
      ? changes(...configFileChanges(wanted, { ...seen, file: seen.conf }))
      : instancePlan(wanted, seen as Seen<ReturnType<typeof instanceProbes>>);
  },
});

interface Base {
  conf: Probe<FileState>;
  host: Probe<HostDnsmasq>;
  cutOff?: Probe<boolean>;
}

function complain(
  { path: given, service, state, interface: links, 'listen-address': addresses }: Given,
  desk: Desk,
) {
  const summary = 'Arguments of dnsmasq do not fit';
  const refuse = (at: string, detail: string) =>
    desk.complain({ code: 'dnsmasq-arguments', summary, detail, at: [at] });
  if (given !== undefined && (state === 'running' || state === 'stopped'))
    refuse('state', 'With path it is a file, which is present or absent.');
  if (given === undefined && state === 'present')
    refuse(
      'state',
      'An instance is running, stopped or absent; with path it is a file, which can be present.',
    );
  if (given === undefined && service !== undefined)
    refuse('service', 'An instance has a unit of its own; service is for a file, which path names.');
  if (given === undefined && state !== 'absent' && links.length + addresses.length === 0)
    refuse('name', 'An instance needs an interface or a listen-address: it must not serve everywhere.');
}

const TEMPLATE = 'dnsmasq.conf.hbs';
const UNSET = Object.fromEntries(
  [...Object.keys(dnsmasqArguments), 'dhcp-hostsfile', 'addn-hosts'].map((key) => [key, null]),
);

function fileOf(given: Given & { path: string }, desk: Desk): Wanted {
  const { name: _, state, path: file, service, uplink_dhcp: __, ...options } = given;
  const content = state === 'absent' ? null : desk.render(TEMPLATE, { ...UNSET, ...options });
  return { kind: 'file', path: file, content, unit: service };
}

function instanceOf(given: Given, desk: Desk): Wanted {
  const { name, state, path: _, service: __, uplink_dhcp: uplinkDhcp, ...written } = given;
  const options = {
    ...UNSET,
    ...written,
    'dhcp-leasefile': written['dhcp-leasefile'] ?? `${STATE_FOLDER}/${name}.leases`,
    'bind-dynamic': !written['bind-interfaces'],
    // With an interface given, dnsmasq serves lo as well, where others listen: dnsmasq(8), --interface.
    'except-interface': [...written['except-interface'], ...(written.interface.includes('lo') ? [] : ['lo'])],
  };
  const [dhcpHosts, addnHosts] = [`${FOLDER}/${name}.dhcp-hosts`, `${FOLDER}/${name}.hosts`];
  const apart = { 'dhcp-host': [], 'dhcp-hostsfile': dhcpHosts, 'host-record': [], 'addn-hosts': addnHosts };
  return {
    kind: 'instance',
    name,
    state: state === 'stopped' || state === 'absent' ? state : 'running',
    whole: desk.render(TEMPLATE, options),
    conf: { path: `${FOLDER}/${name}.conf`, content: desk.render(TEMPLATE, { ...options, ...apart }) },
    dhcpHosts: { path: dhcpHosts, content: desk.render('dhcp-hostsfile.dnsmasq.conf.hbs', options) },
    addnHosts: { path: addnHosts, content: desk.render('addn-hosts.dnsmasq.conf.hbs', options) },
    uplinkDhcp,
    service: {
      interfaces: written.interface,
      addresses: written['listen-address'],
      names: (written.port ?? 53) === 53,
      dhcp: written['dhcp-range'].length > 0,
    },
  };
}

function fileProbes({ path: file, unit }: ConfigFile): Probes & Base {
  return {
    conf: fileAt(file),
    host: hostDnsmasq,
    ...(unit !== undefined && { cutOff: cutOffAt({ files: [file] }) }),
  };
}

function instanceProbes(instance: Instance) {
  return {
    conf: fileAt(instance.conf.path),
    dhcpHosts: fileAt(instance.dhcpHosts.path),
    addnHosts: fileAt(instance.addnHosts.path),
    cutOff: cutOffAt(filesOf(instance)),
    unitFile,
    unit: unitAt(unitOf(instance.name)),
    host: hostDnsmasq,
    distribution: distributionUnit,
    networks: hostNetworks,
    ports: bridgePorts,
  };
}

function instancePlan(
  wanted: Wanted & { kind: 'instance' },
  { networks, ports, host, distribution, ...seen }: Seen<ReturnType<typeof instanceProbes>>,
): Plan {
  const { name, state, service, uplinkDhcp } = wanted;
  if (state !== 'absent') {
    const masked = seen.unit.load === 'masked' ? [`${unitOf(name)} is masked on this host.`] : [];
    const leadsOut = service.dhcp && !uplinkDhcp ? uplinks(service.interfaces, ports) : [];
    const collisions =
      state === 'running'
        ? [...dnsmasqCollisions(service, networks), ...distributionCollision(service, distribution, host)]
        : [];
    const failures = [...masked, ...collisions, ...leadsOut];
    if (failures.length > 0) return { changes: [], failure: failures.join('\n') };
  }
  return changes(...instanceChanges(wanted, seen));
}
