import * as z from 'zod';
import { dnsmasqArguments, plainArguments } from '../dnsmasq/arguments.ts';
import { distributionCollision, distributionUnit, instanceCollisions } from '../dnsmasq/collisions.ts';
import { configFileChanges } from '../dnsmasq/config-file.ts';
import { uncovered } from '../dnsmasq/coverage.ts';
import { type DesiredFile, type DesiredInstance, fileOf, instanceOf } from '../dnsmasq/desired.ts';
import { type HostDnsmasq, hostDnsmasq, NO_PROGRAM } from '../dnsmasq/host-dnsmasq.ts';
import { filesOf, instanceChanges } from '../dnsmasq/instance.ts';
import { misfits } from '../dnsmasq/rules.ts';
import { isServed } from '../dnsmasq/served.ts';
import { cutOffAt } from '../dnsmasq/steps.ts';
import { type Refusal, refusalText, testedOn } from '../dnsmasq/tested.ts';
import { unitFile, unitOf } from '../dnsmasq/unit-file.ts';
import { uplinks } from '../dnsmasq/uplinks.ts';
import { bridgePorts } from '../host/bridge-ports.ts';
import { type FileState, fileAt } from '../host/files.ts';
import { type HostLinks, hostLinks } from '../host/host-links.ts';
import { unitAt } from '../host/unit.ts';
import { hostNetworks } from '../libvirt/observe/host-networks.ts';
import { dnsmasqCollisions } from '../libvirt/rules/dnsmasq-collisions.ts';
import type { Plan } from '../plan/plan.ts';
import type { Current, Probe, Probes } from '../plan/probe.ts';
import { path, unitName } from './arguments.ts';
import { defineModule, type TaskContext } from './module.ts';

const args = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_-]*$/, 'letters, digits, _ -')
    .describe('Name of the instance'),
  state: z
    .enum(['running', 'stopped', 'present', 'absent'])
    .optional()
    .describe('Default running; with path: present'),
  uplink_dhcp: z
    .boolean()
    .default(false)
    .describe('Serve DHCP even if a port of the bridge leads to the outside'),
  path: path
    .optional()
    .describe('Write this file for a dnsmasq that is run by somebody else, instead of an instance'),
  service: unitName.optional().describe('With path: the unit to restart when the file changes'),
  ...dnsmasqArguments,
  ...plainArguments,
});
type Desired = (DesiredFile | DesiredInstance) & {
  /** Where an entry of an option stands in the playbook, as `site.yaml:12:9`. */
  placeOf(option: string, count: number): string | undefined;
};

export const dnsmasq = defineModule({
  name: 'dnsmasq',
  summary: 'Run a dnsmasq for a bridge, tested before its files are installed',
  description: [
    "The arguments have the names of dnsmasq's own options, see dnsmasq(8).",
    'Each instance is a unit virtfleet-dnsmasq@NAME with its own files and leases. It starts with the host.',
    'The running process reads a change of dhcp-host or host-record. Any other change restarts it.',
    'With path it writes one file for a dnsmasq that is run by somebody else, such as /etc/dnsmasq.d/NAME.conf.',
  ].join('\n'),
  example: `dnsmasq:
  name: guests
  interface: [br0]
  dhcp-range: [{ start: 192.168.1.100, end: 192.168.1.200, lease: 12h }]
  dhcp-host: [{ mac: "52:54:00:aa:bb:cc", ip: 192.168.1.50, name: web }]`,
  args,
  prepare: (given, context): Desired => {
    for (const misfit of misfits(given))
      context.report({
        code: 'dnsmasq-arguments',
        summary: 'Arguments of dnsmasq do not fit',
        ...misfit,
      });
    const { name, state, path: file, service, uplink_dhcp: uplinkDhcp, ...options } = given;
    const { render } = context;
    const desired =
      file === undefined
        ? instanceOf({ name, state, uplinkDhcp }, options, render)
        : fileOf({ path: file, unit: service, state }, options, render);
    return { ...desired, placeOf: (option, count) => placeOf(options, option, count, context) };
  },
  rendered: (desired) => {
    const files = desired.kind === 'file' ? [desired] : [desired.conf, desired.dhcpHosts, desired.addnHosts];
    return files.flatMap(({ path: name, content: text }) => (text === null ? [] : [{ name, text }]));
  },
  resource: (desired) => (desired.kind === 'file' ? `file ${desired.path}` : `dnsmasq ${desired.name}`),
  observe: (desired): Probes & Base => ({
    ...(desired.kind === 'file' ? fileProbes(desired) : instanceProbes(desired)),
    ...(!isAbsent(desired) && { tested: testedOn(desired.whole) }),
  }),
  plan: (desired, current): Plan => {
    if (!isAbsent(desired)) {
      if (!current.host.program) return { changes: [], failure: NO_PROGRAM };
      if (current.tested)
        return { changes: [], failure: refusalText(current.tested, desired.whole, desired.placeOf) };
    }
    return desired.kind === 'file'
      ? filePlan(desired, current)
      : instancePlan(desired, current as Current<ReturnType<typeof instanceProbes>>);
  },
});

interface Base {
  conf: Probe<FileState>;
  host: Probe<HostDnsmasq>;
  links: Probe<HostLinks>;
  cutOff?: Probe<boolean>;
  tested?: Probe<Refusal | null>;
}

function isAbsent(desired: Desired): boolean {
  return desired.kind === 'file' ? desired.content === null : desired.state === 'absent';
}

/** Of a list each entry is a line; another template may write other lines. */
function placeOf(options: object, option: string, count: number, context: TaskContext): string | undefined {
  const value = (options as Readonly<Record<string, unknown>>)[option];
  if (value === undefined) return undefined;
  const { file, line, column } = context.placeOf(
    Array.isArray(value) && count < value.length ? [option, count] : [option],
  );
  return `${file}:${line}:${column}`;
}

function fileProbes({ path: file, unit }: DesiredFile): Base {
  return {
    conf: fileAt(file),
    host: hostDnsmasq,
    links: hostLinks,
    ...(unit !== undefined && { cutOff: cutOffAt({ files: [file] }) }),
  };
}

function instanceProbes(instance: DesiredInstance) {
  return {
    conf: fileAt(instance.conf.path),
    dhcpHosts: fileAt(instance.dhcpHosts.path),
    addnHosts: fileAt(instance.addnHosts.path),
    cutOff: cutOffAt(filesOf(instance)),
    unitFile,
    unit: unitAt(unitOf(instance.name)),
    host: hostDnsmasq,
    links: hostLinks,
    distribution: distributionUnit,
    networks: hostNetworks,
    ports: bridgePorts,
  };
}

/** The other options of a foreign dnsmasq are unknown: nothing is refused. */
function filePlan(desired: DesiredFile, { links, conf, ...current }: Current<Probes & Base>): Plan {
  const changes = configFileChanges(desired, { ...current, file: conf });
  if (desired.content === null) return { changes };
  const { failures, warnings } = uncovered(desired.coverage, links);
  return { changes, warnings: [...failures, ...warnings] };
}

function instancePlan(
  desired: DesiredInstance,
  { networks, ports, host, links, distribution, ...current }: Current<ReturnType<typeof instanceProbes>>,
): Plan {
  const { name, state, served, uplinkDhcp } = desired;
  const changes = instanceChanges(desired, { ...current, host });
  if (state === 'absent') return { changes };
  const masked = current.unit.load === 'masked' ? [`${unitOf(name)} is masked on this host.`] : [];
  const leadsOut = served.dhcp && !uplinkDhcp ? uplinks(served, { ports, routes: links.routes }) : [];
  if (state === 'stopped') {
    const failures = [...masked, ...leadsOut];
    return failures.length > 0 ? { changes: [], failure: failures.join('\n') } : { changes };
  }
  const serves = (link: string) => isServed(served, link);
  const collisions = [
    ...dnsmasqCollisions({ ...served, serves, names: served.port === 53 }, networks),
    ...distributionCollision(served, distribution, host),
    ...instanceCollisions(name, served, host),
  ];
  const { failures: uncoveredFailures, warnings } = uncovered(desired.coverage, links);
  const failures = [...masked, ...collisions, ...leadsOut, ...uncoveredFailures];
  return failures.length > 0
    ? { changes: [], failure: failures.join('\n'), warnings }
    : { changes, warnings };
}
