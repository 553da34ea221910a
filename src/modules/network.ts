import * as z from 'zod';
import { afterEffects } from '../libvirt/after-effects.ts';
import { guestAttachments } from '../libvirt/attachments.ts';
import { withEmptyLists } from '../libvirt/empty-lists.ts';
import { entriesOf } from '../libvirt/entries.ts';
import { keptLines, leftLines } from '../libvirt/kept.ts';
import { leasesAt } from '../libvirt/leases.ts';
import { libvirtVersion } from '../libvirt/libvirt-version.ts';
import { LIST_NAMES } from '../libvirt/lists.ts';
import { networkMemory } from '../libvirt/memory.ts';
import type { Network } from '../libvirt/network.ts';
import { planNetwork, type WantedNetwork } from '../libvirt/network-changes.ts';
import { networkAt } from '../libvirt/network-state.ts';
import { networkUndo } from '../libvirt/network-undo.ts';
import { forget, ownedBy, ownersOf, remember, type Written, withOthers } from '../libvirt/ownership.ts';
import { parseNetwork } from '../libvirt/parse.ts';
import { checkNetwork, checkPart } from '../libvirt/rules.ts';
import { isInEverySchema } from '../libvirt/schema-gaps.ts';
import { serializeNetwork } from '../libvirt/serialize.ts';
import { hashOf, stamped } from '../libvirt/stamp.ts';
import { surroundings, withSurroundings } from '../libvirt/surroundings.ts';
import { verdictOn } from '../libvirt/verdict.ts';
import { virtualFunctions } from '../libvirt/virtual-functions.ts';
import { networkElements } from '../libvirt/yaml.ts';
import { bridgePorts } from '../plan/bridge-ports.ts';
import type { Change } from '../plan/change.ts';
import { type Desk, defineModule } from './module.ts';

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
    .describe('Defined and started, defined and stopped, or not there at all'),
  autostart: z
    .boolean()
    .optional()
    .describe('Start it with the host; a network that is made active gets it unless this is false'),
  template: z
    .string()
    .optional()
    .describe('A template of the project that renders the whole XML, instead of elements'),
  xml: z.string().optional().describe('The XML itself, instead of elements'),
  exclusive: z
    .union([z.literal(true), z.array(z.enum(LIST_NAMES))])
    .default([])
    .describe('Lists whose entries are removed when they are not written here; true for all of them'),
  apply: z
    .enum(['now', 'next-start'])
    .default('now')
    .describe('When a change is made that needs the running network to be stopped and started'),
  ...networkElements,
});

/** A network with what decides which entries are removed that it no longer has. */
type OwnedNetwork = WantedNetwork & Written;

export const network = defineModule({
  name: 'network',
  summary: 'A libvirt network: its definition, whether it runs and whether it starts with the host',
  description: [
    "The elements and attributes have libvirt's own names (https://libvirt.org/formatnetwork.html).",
    'Only what is written is compared; everything else of the network stays as it is. Entries of a list that the',
    'task wrote when it was last applied, and that it no longer has, are removed.',
    'A change of reservations, ranges and names reaches a running network without a restart.',
    'Other changes need one: it is made when no guest is attached, or with disruption: link, or they wait for the',
    'next start, with apply: next-start.',
  ].join('\n'),
  example: EXAMPLE,
  args,
  prepare: (wanted, desk): OwnedNetwork => {
    const { name, state, autostart, exclusive, apply } = wanted;
    const definition = stamped(definitionOf(wanted, desk), undefined);
    if (state !== 'absent') {
      const isWhole = wanted.xml !== undefined || wanted.template !== undefined;
      for (const { severity, ...finding } of isWhole ? checkNetwork(definition) : checkPart(definition))
        if (severity === 'error') desk.complain(finding);
    }
    if (definition.name !== name) {
      const detail = `The XML is of ${JSON.stringify(definition.name)}, the task of ${JSON.stringify(name)}.`;
      desk.complain({ code: 'network-name', summary: 'The XML is of another network', detail, at: ['name'] });
    }
    const { project, playbook, task, prunes } = desk.origin;
    const written = state === 'absent' ? {} : entriesOf(definition);
    return {
      ...{ project, task, written, kept: NOTHING, isWhole: true },
      ...{ name, state, exclusive, apply, definition },
      ...(prunes && { stamp: { project, playbook, task, hash: hashOf(definition) } }),
      ...(autostart !== undefined && { autostart }),
    };
  },
  together: withOthers,
  describes: ({ name }) => name,
  rendered: ({ name, state, definition, stamp }) => {
    const text = serializeNetwork(stamped(definition, stamp));
    const schema = isInEverySchema(definition) && { schema: 'network.rng' as const };
    return state === 'absent' ? [] : [{ name: `networks/${name}.xml`, text, ...schema }];
  },
  observe: ({ name, state, definition }) => ({
    network: networkAt(name),
    memory: networkMemory,
    guests: guestAttachments,
    ports: bridgePorts,
    version: libvirtVersion,
    ...surroundings,
    ...(definition.forward?.address && { virtualFunctions }),
    ...(state === 'active' && definition.ip && { leases: leasesAt(name) }),
  }),
  plan: (wanted, seen) => {
    const around = (found: readonly Change[]) => withSurroundings(found, wanted.name, seen.network, seen);
    const undo = () => networkUndo(wanted.name, seen.network, seen);
    if (wanted.state === 'absent')
      return {
        changes: [...around(planNetwork(wanted, seen).changes), ...forget(wanted, seen.memory)],
        undo,
      };
    const owners = ownersOf(wanted, seen.memory);
    const owned = ownedBy(wanted, owners);
    const plan = planNetwork({ ...wanted, owned }, seen);
    const { changes, kept } = plan;
    const { errors, warnings } = verdictOn({ ...wanted, owned }, seen, changes.length > 0);
    if (errors.length > 0) return { changes: [], failure: errors.join('\n') };
    const lines = [...keptLines(kept, wanted, owners), ...leftLines(wanted, seen.memory, seen.network)];
    return {
      changes: [...around(changes), ...remember(wanted, seen.memory)],
      undo,
      warnings: [...warnings, ...afterEffects(wanted.name, plan, seen)],
      ...(lines.length > 0 && { message: lines.join('\n') }),
    };
  },
});

const NOTHING: ReadonlySet<string> = new Set();

function definitionOf(wanted: z.output<typeof args>, desk: Desk): Network {
  const { name, state, autostart: _, exclusive: __, apply: ___, template, xml, ...elements } = wanted;
  const sources = [template !== undefined, xml !== undefined, Object.keys(elements).length > 0];
  if (sources.filter(Boolean).length > 1) {
    const detail = 'It has more than one of template, xml and elements of its own.';
    const hint = 'Keep one of them.';
    desk.complain({ code: 'network-sources', summary: 'A network is described twice', detail, hint });
  }
  if (state === 'absent') return { name };
  if (xml !== undefined) return parseNetwork(xml, `xml of network ${name}`);
  if (template !== undefined) return parseNetwork(desk.render(template, { name }), template);
  return renderElements(name, elements, desk);
}

/**
 * The project's own template makes XML of the elements. The shipped one says what the elements say, as its test
 * proves for any network, and is spared: rendering is most of what a run costs that finds nothing to do. Metadata is
 * XML already, which no template may write unescaped.
 */
function renderElements(name: string, elements: Omit<Network, 'name'>, desk: Desk): Network {
  if (desk.isShipped(TEMPLATE)) return { name, ...elements };
  const { metadata, ...others } = elements;
  const unset = Object.fromEntries(Object.keys(networkElements).map((key) => [key, null]));
  const xml = desk.render(TEMPLATE, { ...unset, ...others, name });
  const parsed = withEmptyLists(others, parseNetwork(xml, TEMPLATE));
  return { ...parsed, ...(metadata !== undefined && { metadata }) };
}
