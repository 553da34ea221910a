import * as z from 'zod';
import { withEmptyLists } from '../libvirt/compare/empty-lists.ts';
import { LIST_NAMES } from '../libvirt/compare/list-rules.ts';
import { pathsOf } from '../libvirt/compare/paths.ts';
import { type Elements, withoutNulls } from '../libvirt/compare/unset.ts';
import { parseNetwork } from '../libvirt/format/parse.ts';
import { serializeNetwork } from '../libvirt/format/serialize.ts';
import { networkElements } from '../libvirt/format/yaml-schema.ts';
import type { Network } from '../libvirt/model/network.ts';
import { type ManagedNetwork, networkProbes, planManaged } from '../libvirt/network/managed-network.ts';
import { asUnmanaged, undescribed } from '../libvirt/network/undescribed.ts';
import type { NetworkState } from '../libvirt/observe/network-state.ts';
import { withOthers } from '../libvirt/ownership/ownership.ts';
import { hashOf, stamped } from '../libvirt/ownership/stamp.ts';
import { checkNetwork, checkPart } from '../libvirt/rules/check-network.ts';
import { isInEverySchema } from '../libvirt/rules/schema-gaps.ts';
import { runningParts, withRunningParts } from '../libvirt/running/running-parts.ts';
import type { Plan } from '../plan/plan.ts';
import { didYouMean } from '../template/suggest.ts';
import { defineModule, type TaskContext } from './module.ts';

const EXAMPLE = `network:
  name: nat-network
  forward: { mode: nat }
  bridge: { name: virbr1 }
  ip:
    address: 10.0.0.1/24
    dhcp: { range: { start: 10.0.0.100, end: 10.0.0.200 } }`;

const TEMPLATE = 'network.xml.hbs';

const args = z.strictObject({
  name: z.string().min(1).describe('Name of the network'),
  state: z
    .enum(['active', 'inactive', 'absent'])
    .default('active')
    .describe('Defined and running, defined and stopped, or removed'),
  autostart: z
    .boolean()
    .optional()
    .describe('Start it with the host; default true for an active network; else unchanged'),
  template: z
    .string()
    .optional()
    .describe('Template of the project that renders the complete XML, instead of elements'),
  xml: z.string().optional().describe('The XML itself, instead of elements'),
  exclusive: z
    .union([z.literal(true), z.array(z.enum(LIST_NAMES))])
    .default([])
    .describe('Lists whose other entries are removed, even if the task writes none; true for all lists'),
  merge: z
    .boolean()
    .default(false)
    .describe('The task describes a part of the network; everything else stays as it is'),
  apply: z
    .enum(['now', 'next-start'])
    .default('now')
    .describe('When to make a change that needs a restart of the network'),
  ...networkElements,
});

export const network = defineModule({
  name: 'network',
  selfContained: true,
  summary: 'Keep a libvirt network: its definition, its state, and its start with the host',
  description: [
    "The elements and attributes have libvirt's own names",
    '(https://libvirt.org/formatnetwork.html).',
    '',
    'What the task does not write is not compared and stays unchanged,',
    'even if libvirt has a default for it (ipv6, stp, dns enable, …), except:',
    '- What the task wrote when it was last applied and no longer has is removed.',
    '  null removes an element, an attribute or a complete list, no matter who wrote it.',
    '  A uuid, a MAC address and the name of a bridge stay: libvirt always has one.',
    '- Entries of a list that the task wrote and no longer has are removed while the',
    '  list is written, even if it is empty. exclusive removes the others too.',
    '- A network is isolated when a task has no forward, and writes a bridge or an ip',
    '  or created the network. merge: true says that a task describes only a part.',
    '- xml and template are the whole network: what they do not have is removed,',
    '  except for entries of lists and what libvirt fills in. merge: true keeps it.',
    '',
    'Reservations, ranges and names change in a running network without a restart.',
    'Other changes need a restart. It is made if no guest is attached, or with',
    'disruption: link. With apply: next-start they wait for the next start.',
  ].join('\n'),
  example: EXAMPLE,
  args,
  prepare: (desired, context): ManagedNetwork => {
    const { name, state, autostart, exclusive, apply, merge } = desired;
    const { elements, unset } = elementsOf(desired);
    const definition = stamped(definitionOf(desired, elements, context), undefined);
    const isComplete = !merge && (desired.xml !== undefined || desired.template !== undefined);
    if (state !== 'absent') {
      for (const { severity, ...finding } of isComplete ? checkNetwork(definition) : checkPart(definition))
        if (severity === 'error') context.report(finding);
    }
    if (definition.name !== name) {
      const detail = `The XML is of ${JSON.stringify(definition.name)}, the task of ${JSON.stringify(name)}.`;
      context.report({
        code: 'network-name',
        summary: 'The XML is of another network',
        detail,
        at: ['name'],
      });
    }
    const { project, playbook, task, prunes } = context.origin;
    const written = state === 'absent' ? {} : pathsOf(definition);
    return {
      ...{ project, task, written, kept: NOTHING, isWhole: true },
      ...{ name, state, exclusive, apply, definition, unset, isComplete, merge },
      ...(prunes && { stamp: { project, playbook, task, hash: hashOf(definition) } }),
      ...(autostart !== undefined && { autostart }),
    };
  },
  coordinate: withOthers,
  resource: ({ name }) => `network ${name}`,
  describes: ({ name }) => name,
  rendered: ({ name, state, definition, stamp }) => {
    const text = serializeNetwork(stamped(definition, stamp ?? undefined));
    const schema = isInEverySchema(definition) && { schema: 'network.rng' as const };
    return state === 'absent' ? [] : [{ name: `networks/${name}.xml`, text, ...schema }];
  },
  observe: (desired) => ({ ...networkProbes(desired), ...runningParts }),
  plan: (desired, current): Plan => {
    const typo = desired.state === 'absent' ? {} : typoOf(desired, current);
    if (typo.failure !== undefined) return { changes: [], failure: typo.failure };
    const managed = planManaged(desired, current);
    const plan = desired.state === 'active' ? withRunningParts(managed, desired.name, current) : managed;
    const warnings = [typo.warning ?? [], plan.warnings ?? []].flat();
    return { ...plan, ...(warnings.length > 0 && { warnings }) };
  },
  undescribed: (desired, current) =>
    undescribed(desired, current).map((one) => asUnmanaged(desired.name, one)),
});

/**
 * A task that says nothing of what a network is may mean another one, which is there: of one that is not it makes an
 * empty one.
 */
function typoOf(
  { name, definition, autostart }: ManagedNetwork,
  { network: state, networks }: { network: NetworkState; networks: readonly Network[] },
): { failure?: string; warning?: string } {
  if (state.exists || Object.keys(definition).length > 1) return {};
  const names = networks.map((other) => other.name);
  const { hint } = didYouMean(name, names);
  if (autostart === undefined && !hint)
    return {
      warning: `The task says nothing of network ${name} but its name: it is made, isolated and without an address.`,
    };
  const none = `This host has no network ${name}, and the task does not say what it is to be.`;
  return {
    failure: [none, hint, 'To make an isolated one without an address, write forward: none.']
      .filter(Boolean)
      .join(' '),
  };
}

const NOTHING: ReadonlySet<string> = new Set();

type Args = z.output<typeof args>;

function elementsOf(desired: Args): Elements {
  const written = Object.entries(desired).filter(([key]) => key in networkElements);
  return withoutNulls(Object.fromEntries(written));
}

function definitionOf(desired: Args, elements: Omit<Network, 'name'>, context: TaskContext): Network {
  const { name, state, template, xml } = desired;
  const hasElements = Object.keys(networkElements).some((key) => key in desired);
  if ([template !== undefined, xml !== undefined, hasElements].filter(Boolean).length > 1) {
    const detail = 'It has more than one of template, xml and elements.';
    const hint = 'Keep one of them.';
    context.report({ code: 'network-sources', summary: 'A network is described twice', detail, hint });
  }
  if (state === 'absent') return { name };
  if (xml !== undefined) return parseNetwork(xml, `xml of network ${name}`);
  if (template !== undefined)
    return parseNetwork(context.render(template, { name }, { path: `${name}.xml` }), template);
  return renderElements(name, elements, context);
}

/**
 * The project's own template makes XML of the elements. The shipped one says what the elements say, as its test
 * proves for any network, and is spared: rendering is most of what a run costs that finds nothing to do. Metadata is
 * XML already, which no template may write unescaped.
 */
function renderElements(name: string, elements: Omit<Network, 'name'>, context: TaskContext): Network {
  if (context.isShipped(TEMPLATE)) return { name, ...elements };
  const { metadata, ...others } = elements;
  const unset = Object.fromEntries(Object.keys(networkElements).map((key) => [key, null]));
  const xml = context.render(TEMPLATE, { ...unset, ...others, name });
  const parsed = withEmptyLists(others, parseNetwork(xml, TEMPLATE));
  return { ...parsed, ...(metadata !== undefined && { metadata }) };
}
