import * as z from 'zod';
import { pathsOf } from '../libvirt/compare/paths.ts';
import { parseNetwork } from '../libvirt/format/parse.ts';
import type { Network } from '../libvirt/model/network.ts';
import {
  type ManagedCurrent,
  type ManagedNetwork,
  networkProbes,
  planManaged,
  planPart,
} from '../libvirt/network/managed-network.ts';
import {
  answerProbes,
  type NetworkAnswer,
  networkAnswer,
  QUERIES,
} from '../libvirt/network/network-answers.ts';
import { modified } from '../libvirt/network/reservation.ts';
import { withOthers } from '../libvirt/ownership/ownership.ts';
import { checkNetwork } from '../libvirt/rules/check-network.ts';
import { asKeptBy } from '../libvirt/rules/versions.ts';
import type { Plan } from '../plan/plan.ts';
import type { Current, Probes } from '../plan/probe.ts';
import { entry } from '../template/values.ts';
import { defineModule, type TaskContext } from './module.ts';

/** What the words of Ansible's module ask for. */
const ACTIONS = {
  active: 'start',
  inactive: 'stop',
  present: 'define',
  absent: 'remove',
  undefined: 'remove',
  define: 'define',
  create: 'start',
  start: 'start',
  stop: 'stop',
  destroy: 'stop',
  undefine: 'remove',
  modify: 'modify',
} as const;

/** Commands of which Ansible's module always reports ok. Source: `core` of virt_net in community.libvirt 1.2. */
const UNCOUNTED: ReadonlySet<string> = new Set(['create', 'start', 'stop', 'destroy', 'undefine']);

type Action = (typeof ACTIONS)[keyof typeof ACTIONS] | 'keep';

const args = z.strictObject({
  name: z.string().min(1).optional().describe('Name of the network'),
  state: z
    .enum(['active', 'inactive', 'present', 'absent', 'undefined'])
    .optional()
    .describe('What it is to be; present needs the xml where it does not exist'),
  command: z
    .enum(['define', 'create', 'start', 'stop', 'destroy', 'undefine', 'modify', ...QUERIES])
    .optional()
    .describe('What to do, or what to read'),
  autostart: z.boolean().optional().describe('Start it with the host'),
  xml: z.string().optional().describe('The whole network; with modify, one <host> of its DHCP'),
  uri: z.string().optional().describe("Only the system's libvirt, qemu:///system"),
});

type Args = z.output<typeof args>;

/** A task of this module: something to read, or a network with what to do about it. */
interface Order {
  query?: NetworkAnswer | undefined;
  /** With list_nets: only networks in this state. */
  state?: string | undefined;
  name: string;
  action: Action;
  autostart?: boolean | undefined;
  xml?: string | undefined;
  managed?: ManagedNetwork | undefined;
  /** Whether Ansible does not tell that it changed something. */
  isUncounted: boolean;
}

export const virtNet = defineModule({
  name: 'virt_net',
  selfContained: true,
  summary: "A libvirt network in the words of Ansible's community.libvirt.virt_net",
  description: [
    'For playbooks that exist; network describes more, in fewer tasks. Different from Ansible: a definition that differs',
    'from the xml is changed as network changes it, with disruption where that needs consent; a dry run changes nothing.',
    'Reservations that modify added stay when the xml is defined again. As with Ansible, command: create, start, stop,',
    'destroy and undefine count as ok also when they do something; state counts as changed.',
  ].join('\n'),
  example: `virt_net:
  name: lab
  command: define
  xml: "<network><name>lab</name><bridge name='virbr9'/></network>"`,
  aliases: { network: 'name' },
  args,
  prepare: (given, context): Order => {
    const { name = '', state, autostart, xml } = given;
    const query = QUERIES.find((one) => one === given.command);
    const action = actionOf(given);
    reportFaults(given, query, action, context);
    const isUncounted = state === undefined && UNCOUNTED.has(given.command ?? '');
    const order = { query, state, name, action, autostart, xml, isUncounted };
    return query ? order : { ...order, managed: managedOf(given, action, context) };
  },
  coordinate: (all, isWhole) => {
    const managed = withOthers(
      all.flatMap((one) => one.managed ?? []),
      isWhole,
    ).values();
    return all.map((one) => (one.managed ? { ...one, managed: managed.next().value } : one));
  },
  answers: (given) =>
    entry(given, 'command') === 'facts' ? ['ansible_libvirt_networks', 'ansible_facts'] : [],
  resource: ({ name }) => `network ${name}`,
  describes: ({ name }) => name,
  uncounted: ({ isUncounted }) => isUncounted,
  observe: ({ query, managed }): Probes =>
    query ? answerProbes(query) : managed ? networkProbes(managed) : {},
  plan: (order, current): Plan =>
    order.query
      ? networkAnswer(order.query, order, current as Current<ReturnType<typeof answerProbes>>)
      : planOrder(order, current as unknown as ManagedCurrent),
});

/** As with Ansible, what the libvirt of the host does not know is left out. */
function planDefined(managed: ManagedNetwork, current: ManagedCurrent): Plan {
  const { kept, dropped } = asKeptBy(current.version, managed.definition);
  const plan = planManaged({ ...managed, definition: kept }, current);
  const version = current.version?.join('.');
  const warnings = dropped.map(
    (path) =>
      `libvirt ${version} of this host does not know ${path} and leaves it out of network ${managed.name}.`,
  );
  return { ...plan, warnings: [...(plan.warnings ?? []), ...warnings] };
}

function actionOf({ state, command, autostart }: Args): Action {
  const word = state ?? command;
  if (word !== undefined && word in ACTIONS) return ACTIONS[word as keyof typeof ACTIONS];
  return autostart === undefined ? 'define' : 'keep';
}

function reportFaults(given: Args, query: string | undefined, action: Action, context: TaskContext): void {
  const { name, state, command, autostart, xml, uri } = given;
  const report = (summary: string, detail: string, at: string[] = []) =>
    context.report({ code: 'virt-net', summary, detail, at });
  if (state === undefined && command === undefined && autostart === undefined)
    report('The task asks for nothing', 'It has no state, command or autostart.');
  const needsName = query === undefined || query === 'get_xml' || query === 'status';
  if (needsName && name === undefined) report('A network has no name', 'Write the name of the network.');
  if ((command === 'define' || action === 'modify') && xml === undefined)
    report('The XML is missing', `command: ${command} needs xml.`, ['command']);
  if (uri !== undefined && uri !== 'qemu:///system')
    report('Another libvirt is not supported', `Networks are those of qemu:///system, not of ${uri}.`, [
      'uri',
    ]);
}

function managedOf(given: Args, action: Action, context: TaskContext): ManagedNetwork {
  const { name = '', xml } = given;
  const isDefined = action === 'define' && xml !== undefined;
  const definition = isDefined ? definitionOf(name, xml, context) : { name };
  const { project, task } = context.origin;
  return {
    ...{ project, task, kept: new Set<string>(), isWhole: true, exclusive: [], apply: 'now', unset: {} },
    ...{ name, state: 'active', definition, isComplete: isDefined, merge: !isDefined },
    written: isDefined ? pathsOf(definition) : {},
  };
}

function definitionOf(name: string, xml: string, context: TaskContext): Network {
  const definition = parseNetwork(xml, `xml of network ${name}`);
  for (const { severity, ...finding } of checkNetwork(definition))
    if (severity === 'error') context.report(finding);
  if (definition.name !== name) {
    const detail = `The XML is of ${JSON.stringify(definition.name)}, the task of ${JSON.stringify(name)}.`;
    context.report({ code: 'virt-net', summary: 'The XML is of another network', detail, at: ['name'] });
  }
  return definition;
}

function planOrder(order: Order, current: ManagedCurrent): Plan {
  const { name, action, managed, autostart, xml, isUncounted } = order;
  const { network } = current;
  if (!managed) return { changes: [] };
  if (action === 'remove')
    return network.exists ? planManaged({ ...managed, state: 'absent' }, current) : { changes: [] };
  if (!network.exists && action === 'stop' && !isUncounted) return { changes: [] };
  if (!network.exists && (action !== 'define' || xml === undefined))
    return {
      changes: [],
      failure: `This host has no network ${name}. Define it first, with command: define and its xml.`,
    };
  const isActive = action === 'start' || (action !== 'stop' && network.exists && network.active);
  const state = isActive ? 'active' : 'inactive';
  const starts = autostart ?? (network.exists && network.autostart);
  if (action === 'define' && xml !== undefined)
    return planDefined({ ...managed, state, autostart: starts }, current);
  if (action !== 'modify' || !network.exists || xml === undefined)
    return planPart({ name, state, autostart: starts, definition: { name } }, current);
  const definition = modified(network, name, xml);
  return typeof definition === 'string'
    ? { changes: [], failure: definition }
    : planPart({ name, state, autostart: starts, definition }, current);
}
