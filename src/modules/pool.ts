import * as z from 'zod';
import { type DesiredPool, missingIn, poolName } from '../libvirt/storage/desired-pool.ts';
import { guestDisks } from '../libvirt/storage/guest-disks.ts';
import { planPool } from '../libvirt/storage/plan-pool.ts';
import { poolElements, poolOf } from '../libvirt/storage/pool-arguments.ts';
import { poolAt } from '../libvirt/storage/pool-state.ts';
import { childOf, type PoolNode, parsePool, serializePool } from '../libvirt/storage/pool-xml.ts';
import { defineModule, type TaskContext } from './module.ts';

const args = z.strictObject({
  name: poolName.describe('Name of the pool'),
  state: z
    .enum(['active', 'inactive', 'absent'])
    .default('active')
    .describe('Defined and started, defined and stopped, or not there at all'),
  autostart: z
    .boolean()
    .optional()
    .describe('Start it with the host; default true for an active pool, otherwise as it is'),
  build: z
    .boolean()
    .optional()
    .describe(
      'Make the folder, file system or volume group of a new pool; default true for dir and netfs, which is a folder',
    ),
  xml: z.string().optional().describe('The XML itself, instead of elements'),
  ...poolElements,
});

type Args = z.output<typeof args>;

export const pool = defineModule({
  name: 'pool',
  selfContained: true,
  summary: 'A storage pool of libvirt: its definition, state and start with the host',
  description: [
    "The elements have libvirt's own names (https://libvirt.org/formatstorage.html).",
    'Elements that the task does not write are not compared and stay. A changed definition restarts an active pool.',
    'To stop, restart or remove a pool that running guests use needs disruption: service. Volumes are never deleted.',
    'Building never overwrites data: libvirt refuses a device that has some.',
  ].join('\n'),
  example: `pool:
  name: images
  type: dir
  target: { path: /var/lib/libvirt/images }`,
  args,
  prepare: (given, context): DesiredPool => {
    const { name, state, autostart, build } = given;
    return {
      name,
      state,
      autostart,
      build,
      definition: state === 'absent' ? undefined : definitionOf(given, context),
    };
  },
  rendered: ({ name, definition }) =>
    definition ? [{ name: `pools/${name}.xml`, text: `${serializePool(definition)}\n` }] : [],
  resource: ({ name }) => `pool ${name}`,
  observe: ({ name }) => ({ pool: poolAt(name), disks: guestDisks }),
  plan: (desired, current) => planPool(desired, current),
});

function definitionOf(given: Args, context: TaskContext): PoolNode | undefined {
  const { name, xml, type, source, target } = given;
  if (xml === undefined) {
    if (type === undefined && (source || target)) {
      const detail = `Pool ${name} has a source or a target, and no type.`;
      context.report({
        code: 'pool-type',
        summary: 'The type of a pool is missing',
        detail,
        hint: 'Write type: dir.',
      });
    }
    const built = poolOf(name, given);
    reportMissing(name, built, context);
    return built;
  }
  if (type !== undefined || source || target) {
    const detail = 'It has xml and elements of its own.';
    context.report({
      code: 'pool-sources',
      summary: 'A pool is described twice',
      detail,
      hint: 'Keep one of them.',
    });
  }
  return parsed(name, xml, context);
}

function parsed(name: string, xml: string, context: TaskContext): PoolNode | undefined {
  try {
    const read = parsePool(xml);
    const own = childOf(read, 'name')?.text ?? name;
    if (own !== name) {
      const detail = `The XML is of ${JSON.stringify(own)}, the task of ${JSON.stringify(name)}.`;
      context.report({ code: 'pool-name', summary: 'The XML is of another pool', detail, at: ['name'] });
    }
    reportMissing(name, read, context);
    return read;
  } catch (error) {
    const detail = (error as Error).message;
    context.report({ code: 'pool-xml', summary: 'The XML of a pool cannot be read', detail, at: ['xml'] });
    return undefined;
  }
}

function reportMissing(name: string, definition: PoolNode | undefined, context: TaskContext): void {
  const missing = definition ? missingIn(definition) : [];
  if (missing.length === 0) return;
  const detail = `Pool ${name} of type ${definition?.attributes.type} needs ${missing.join(', ')}.`;
  context.report({ code: 'pool-incomplete', summary: 'A pool lacks elements', detail, at: ['type'] });
}
