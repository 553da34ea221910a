import * as z from 'zod';
import { poolName } from '../libvirt/storage/desired-pool.ts';
import { guestDisks } from '../libvirt/storage/guest-disks.ts';
import { type CurrentPool, planPool } from '../libvirt/storage/plan-pool.ts';
import { POOL_QUERIES, type PoolQuery, poolAnswer, poolsNow } from '../libvirt/storage/pool-answers.ts';
import { poolAt } from '../libvirt/storage/pool-state.ts';
import { childOf, type PoolNode, parsePool } from '../libvirt/storage/pool-xml.ts';
import { NO_IMPACT } from '../plan/change.ts';
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
  build: 'build',
  create: 'start',
  start: 'start',
  stop: 'stop',
  destroy: 'stop',
  undefine: 'remove',
  refresh: 'refresh',
} as const;

const args = z.strictObject({
  name: poolName.optional().describe('Name of the pool'),
  state: z
    .enum(['active', 'inactive', 'present', 'absent', 'undefined'])
    .optional()
    .describe('What it is to be; present needs the xml where it does not exist'),
  command: z
    .enum(['define', 'build', 'create', 'start', 'stop', 'destroy', 'undefine', 'refresh', ...POOL_QUERIES])
    .optional()
    .describe('What to do, or what to read'),
  autostart: z.boolean().optional().describe('Start it with the host'),
  xml: z.string().optional().describe('The whole pool'),
  uri: z.literal('qemu:///system').optional().describe("Only the system's libvirt"),
});

interface Order {
  query?: PoolQuery | undefined;
  /** With list_pools: only pools in this state. */
  state?: string | undefined;
  name: string;
  action: (typeof ACTIONS)[keyof typeof ACTIONS] | 'keep';
  autostart?: boolean | undefined;
  definition?: PoolNode | undefined;
  /** Whether Ansible does not tell that it changed something. */
  isUncounted: boolean;
}

/** Commands of which Ansible's module always reports ok. Source: `core` of virt_pool in community.libvirt 1.2. */
const UNCOUNTED: ReadonlySet<string> = new Set(['create', 'start', 'stop', 'destroy', 'undefine']);

export const virtPool = defineModule({
  name: 'virt_pool',
  selfContained: true,
  summary: "A storage pool in the words of Ansible's community.libvirt.virt_pool",
  description: [
    'For playbooks that exist; pool describes more, in one task. Different from Ansible: a definition that differs from',
    'the xml is changed as pool changes it, and a dry run changes nothing. Pools with data are not deleted. As with',
    'Ansible, command: create, start, stop, destroy and undefine count as ok also when they do something.',
  ].join('\n'),
  example: 'virt_pool: { name: images, state: active }',
  aliases: { pool: 'name' },
  args,
  prepare: (given, context): Order => {
    const { name = '', state, command, autostart, xml } = given;
    const query = POOL_QUERIES.find((one) => one === command);
    const word = query ? undefined : (state ?? command);
    const needsName = query === undefined || query === 'get_xml' || query === 'status';
    if (needsName && name === '') report(context, 'A pool has no name', 'Write the name of the pool.');
    if (query) return { query, state, name, action: 'keep', isUncounted: false };
    if (word === undefined && autostart === undefined)
      report(context, 'The task asks for nothing', 'It has no state, command or autostart.');
    if (command === 'define' && xml === undefined)
      report(context, 'The XML is missing', 'command: define needs xml.', ['command']);
    const definition = xml === undefined ? undefined : definitionOf(name, xml, context);
    const isUncounted = state === undefined && UNCOUNTED.has(command ?? '');
    const action = word === undefined ? 'keep' : ACTIONS[word as keyof typeof ACTIONS];
    return { name, action, autostart, definition, isUncounted };
  },
  uncounted: ({ isUncounted }) => isUncounted,
  registers: ({ action }, output) => (action in AFTER && output.rc === 0 ? { [action]: 0 } : output),
  answers: (given) => (entry(given, 'command') === 'facts' ? ['ansible_libvirt_pools', 'ansible_facts'] : []),
  observe: ({ query, name }): Probes =>
    query ? { all: poolsNow } : { pool: poolAt(name), disks: guestDisks },
  plan: (order, current): Plan =>
    order.query
      ? poolAnswer(order.query, (current as Current<{ all: typeof poolsNow }>).all, order)
      : planOrder(order, current as unknown as CurrentPool),
});

function report(context: TaskContext, summary: string, detail: string, at: string[] = []): void {
  context.report({ code: 'virt-pool', summary, detail, at });
}

function definitionOf(name: string, xml: string, context: TaskContext): PoolNode | undefined {
  try {
    const read = parsePool(xml);
    const own = childOf(read, 'name')?.text ?? name;
    const detail = `The XML is of ${JSON.stringify(own)}, the task of ${JSON.stringify(name)}.`;
    if (own !== name) report(context, 'The XML is of another pool', detail, ['name']);
    return read;
  } catch (error) {
    report(context, 'The XML of a pool cannot be read', (error as Error).message, ['xml']);
    return undefined;
  }
}

function planOrder(order: Order, current: CurrentPool): Plan {
  const { name, action, autostart, definition, isUncounted } = order;
  const { pool } = current;
  if (action === 'remove') return planPool({ name, state: 'absent' }, current);
  if (!pool.exists && action === 'stop' && !isUncounted) return { changes: [] };
  if (!pool.exists && (action !== 'define' || !definition))
    return {
      changes: [],
      failure: `This host has no pool ${name}. Define it first, with command: define and its xml.`,
    };
  const { active: isActive, autostart: starts } = pool.exists ? pool : { active: false, autostart: false };
  if (action === 'build') return { changes: isActive ? [] : [told(name, 'build')] };
  if (action === 'refresh') return { changes: [{ ...told(name, 'refresh'), bookkeeping: true }] };
  const active = action === 'start' || (action !== 'stop' && isActive);
  return planPool(
    {
      ...{ name, state: active ? 'active' : 'inactive', autostart: autostart ?? starts, build: false },
      ...(action === 'define' && { definition }),
    },
    current,
  );
}

const AFTER = { build: 'built', refresh: 'refreshed' };

/**
 * What nothing shows afterwards. libvirt does not say whether an inactive pool is built: building it again makes nothing
 * that exists.
 */
function told(name: string, what: keyof typeof AFTER) {
  return {
    action: 'run' as const,
    proof: 'opaque' as const,
    what: `pool ${name}`,
    before: null,
    after: AFTER[what],
    impact: NO_IMPACT,
    steps: [{ do: 'virsh' as const, argv: [`pool-${what}`, '--pool', name] }],
    predictions: [],
  };
}
