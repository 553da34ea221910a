import * as z from 'zod';
import type { DesiredGuest } from '../libvirt/guest/desired-guest.ts';
import {
  GUEST_QUERIES,
  type GuestQuery,
  guestQuery,
  missing,
  OF_A_GUEST,
} from '../libvirt/guest/guest-answers.ts';
import { guestContext, predictGuest, withGuest } from '../libvirt/guest/guest-context.ts';
import { type GuestDefinition, readDefinition } from '../libvirt/guest/guest-state.ts';
import { planGuest } from '../libvirt/guest/plan-guest.ts';
import { NO_IMPACT } from '../plan/change.ts';
import type { Plan } from '../plan/plan.ts';
import type { Current, Probes } from '../plan/probe.ts';
import { defineModule, type TaskContext } from './module.ts';

/** What the words of Ansible's module ask for. */
const ACTIONS = {
  running: 'running',
  start: 'running',
  create: 'running',
  unpause: 'running',
  paused: 'paused',
  pause: 'paused',
  shutdown: 'stopped',
  stop: 'stopped',
  destroyed: 'cut',
  destroy: 'cut',
  define: 'define',
  undefine: 'absent',
} as const;

type Action = (typeof ACTIONS)[keyof typeof ACTIONS] | 'keep';

/** What goes with a guest that is removed. */
const OWN = ['managed_save', 'snapshots_metadata', 'nvram', 'checkpoints_metadata'] as const;
const ONLY_OWN = new RegExp(`^(?:${OWN.join('|')})(?:, *(?:${OWN.join('|')}))*$`);

const args = z.strictObject({
  name: z.string().min(1).optional().describe('Name of the guest; with define that of its xml'),
  state: z
    .enum(['running', 'shutdown', 'destroyed', 'paused'])
    .optional()
    .describe('What it is to be; destroyed cuts its power. With list_vms: only guests in this state'),
  command: z
    .enum([
      ...([
        'define',
        'undefine',
        'create',
        'start',
        'stop',
        'shutdown',
        'destroy',
        'pause',
        'unpause',
      ] as const),
      ...GUEST_QUERIES,
    ])
    .optional()
    .describe('What to do, or what to read'),
  autostart: z.boolean().optional().describe('Start it with the host'),
  xml: z.string().optional().describe('The whole guest, for define'),
  force: z
    .boolean()
    .optional()
    .describe('With undefine: has no effect, what belongs to the guest itself always goes with it'),
  flags: z
    .union([z.array(z.enum(OWN)), z.string().regex(ONLY_OWN, `some of ${OWN.join(', ')}`)])
    .optional()
    .describe('With undefine: has no effect, what belongs to the guest itself always goes with it'),
  uri: z.literal('qemu:///system').optional().describe("Only the system's libvirt"),
});

type Args = z.output<typeof args>;

interface Order {
  query?: GuestQuery | undefined;
  only?: string | undefined;
  name: string;
  action: Action;
  autostart?: boolean | undefined;
  xml: string;
  definition?: GuestDefinition | undefined;
  /** Whether Ansible does not tell that it changed something. */
  isUncounted: boolean;
}

type Reads = ReturnType<typeof guestContext>;

export const virt = defineModule({
  name: 'virt',
  selfContained: true,
  summary: "A guest in the words of Ansible's community.libvirt.virt",
  description: [
    'For playbooks that exist; guest describes more, in one task. define makes a guest that is not there. Of one that',
    'is there memory and vcpus are compared with the xml, and nothing else. Stopping a running guest needs disruption:',
    'link. A dry run changes nothing, and only a real run tells the XML that a change will make. As with Ansible, a',
    'command other than define counts as ok also when it does something; state counts as changed.',
  ].join('\n'),
  example: 'virt: { name: web, state: running, autostart: true }',
  aliases: { guest: 'name' },
  args,
  prepare: (given, context): Order => {
    const query = GUEST_QUERIES.find((one) => one === given.command);
    const { autostart, xml = '' } = given;
    const read = given.command === 'define' && xml !== '' ? definitionOf(xml, context) : undefined;
    const name = given.name ?? read?.name ?? '';
    reportFaults(given, { query, name }, read?.name, context);
    const word = query ? undefined : (given.command ?? given.state);
    const action = word === undefined ? 'keep' : ACTIONS[word as keyof typeof ACTIONS];
    const isUncounted =
      given.state === undefined && given.command !== undefined && given.command !== 'define';
    const definition = read?.definition;
    return { query, only: given.state, name, action, autostart, xml, definition, isUncounted };
  },
  uncounted: ({ isUncounted }) => isUncounted,
  observe: ({ query, name }): Probes =>
    query ? { said: guestQuery(query).probe(name) } : guestContext(name),
  plan: (order, current): Plan =>
    order.query
      ? guestQuery(order.query).plan(current.said, order)
      : planOrder(order, current as unknown as Current<Reads>),
});

function definitionOf(xml: string, { report }: TaskContext) {
  try {
    return readDefinition(xml);
  } catch (error) {
    const detail = (error as Error).message;
    report({ code: 'virt', summary: 'The XML of a guest cannot be read', detail, at: ['xml'] });
    return undefined;
  }
}

function reportFaults(
  { command, state, autostart, xml }: Args,
  { query, name }: Pick<Order, 'query' | 'name'>,
  own: string | undefined,
  context: TaskContext,
): void {
  const report = (summary: string, detail: string, at: string[] = []) =>
    context.report({ code: 'virt', summary, detail, at });
  if ([command, state, autostart].every((one) => one === undefined))
    report('The task asks for nothing', 'It has no state, command or autostart.');
  if (command === 'define' && xml === undefined)
    report('The XML is missing', 'command: define needs xml.', ['command']);
  else if ((query === undefined || OF_A_GUEST.has(query)) && name === '' && xml === undefined)
    report('A guest has no name', 'Write the name of the guest.');
  if (own !== undefined && own !== name)
    report(
      'The XML is of another guest',
      `The XML is of ${JSON.stringify(own)}, the task of ${JSON.stringify(name)}.`,
      ['name'],
    );
}

function planOrder(order: Order, current: Current<Reads>): Plan {
  const { name, action, autostart, definition } = order;
  const { guest } = current;
  if (!guest.exists)
    return action === 'define' && definition ? made(order, definition, current) : missing(name);
  const now = { running: 'running', paused: 'paused', 'shut off': 'stopped' } as const;
  const state =
    action === 'define' || action === 'keep' ? now[guest.state] : action === 'cut' ? 'stopped' : action;
  const desired: DesiredGuest = {
    ...{ name, state, others: new Set(), removeDisks: false, stop: { force: action === 'cut', timeout: 60 } },
    ...(autostart !== undefined && { autostart }),
    ...(definition && { memory: Math.round(definition.memory / 1024), vcpus: definition.vcpus }),
  };
  return planGuest(desired, { ...current, hasVirtInstall: false });
}

function made(
  { name, xml, autostart = false }: Order,
  definition: GuestDefinition,
  current: Current<Reads>,
): Plan {
  const guest = { exists: true, state: 'shut off', autostart, persistent: definition } as const;
  const starts = { do: 'virsh' as const, argv: ['autostart', '--domain', name] };
  return {
    changes: [
      {
        ...{ action: 'create', proof: 'observed', what: `guest ${name}`, before: null, after: 'shut off' },
        impact: NO_IMPACT,
        steps: [
          { do: 'virsh', argv: ['define', '--file', '/dev/stdin'], stdin: xml },
          ...(autostart ? [starts] : []),
        ],
        predictions: predictGuest(name, withGuest(current, name, guest)),
      },
    ],
  };
}
