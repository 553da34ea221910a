import { NO_IMPACT } from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Answer, type Probe, ProbeError, printed } from '../../plan/probe.ts';
import { allGuests } from '../observe/all-guests.ts';
import { type GuestInfo, guestInfos } from './guest-infos.ts';
import { guestAt } from './guest-state.ts';
import { guestXml } from './guest-xml.ts';

/** What a task asks: of which guest, or only of those in one state. */
interface Asked {
  name: string;
  only?: string | undefined;
}

/** Something to read, and the result in the form of community.libvirt.virt. */
interface Query<T> {
  probe(name: string): Probe<T>;
  plan(value: T, asked: Asked): Plan;
}

/** What is true while the task runs, whatever tasks before it did. */
function now<T>(key: string, command: readonly string[], parse: (text: string) => T): Probe<T> {
  const ask = { kind: 'virsh', commands: [command] } as const;
  const read = (answers: readonly Answer[]) => parse(printed(answers, `ask libvirt for ${key}`));
  return { key: `${key} now`, ask, volatile: true, awaited: true, parse: read };
}

const query = <T>(one: Query<T>) => one as Query<unknown>;
const result = (value: Readonly<Record<string, unknown>>): Plan => ({ changes: [], result: value });

/** Source: the module `virt` of community.libvirt 1.2. */
const QUERIES = {
  list_vms: query({
    probe: () => allGuests,
    plan: (guests, { only }) => {
      const found = guests.filter(({ state }) => only === undefined || state === only);
      return result({ list_vms: found.map(({ name }) => name) });
    },
  }),
  status: query({
    probe: () => allGuests,
    plan: (guests, { name }) => {
      const found = guests.find((one) => one.name === name);
      return found ? result({ status: found.state }) : missing(name);
    },
  }),
  info: query({ probe: () => guestInfos, plan: (guests) => result(Object.fromEntries(guests.map(told))) }),
  get_xml: query({
    probe: guestXml,
    plan: (xml, { name }) => {
      if (xml === undefined) return missing(name);
      return xml === 'later' ? later(`XML of guest ${name}`) : result({ get_xml: xml });
    },
  }),
  uuid: query({
    probe: guestAt,
    plan: (guest, { name }) => (guest.exists ? result({ uuid: guest.uuid ?? '' }) : missing(name)),
  }),
  nodeinfo: query({ probe: () => now('the node', ['nodeinfo'], nodeOf), plan: result }),
  freemem: query({
    probe: () => now('free memory', ['freecell'], (text) => ({ freemem: kibibytes(text, 'Total') * 1024 })),
    plan: result,
  }),
  virttype: query({
    probe: () => now('the hypervisor', ['version'], (text) => ({ virttype: typeIn(text) })),
    plan: result,
  }),
};

export type GuestQuery = keyof typeof QUERIES;
export const GUEST_QUERIES = Object.keys(QUERIES) as [GuestQuery, ...GuestQuery[]];

/** Queries that are of one guest. */
export const OF_A_GUEST: ReadonlySet<string> = new Set<GuestQuery>(['status', 'get_xml', 'uuid']);

export function guestQuery(name: GuestQuery): Query<unknown> {
  return QUERIES[name];
}

export function missing(name: string): Plan {
  return {
    changes: [],
    failure: `Guest ${name} is not found on this host. Define it first, with command: define.`,
  };
}

/** What a forecast cannot know. A real run never meets it: there the change was made, and the host is asked again. */
function later(what: string): Plan {
  const change = { action: 'run', proof: 'opaque', what, before: null, after: null } as const;
  return { changes: [{ ...change, impact: NO_IMPACT, steps: [], predictions: [], bookkeeping: true }] };
}

/** Numbers that may be long are texts there. */
function told({ name, state, memory, maximum, vcpus, time, autostart }: GuestInfo) {
  const about = {
    ...{ state, maxMem: String(maximum), memory: String(memory), nrVirtCpu: vcpus, cpuTime: String(time) },
    autostart: Number(autostart),
  };
  return [name, about] as const;
}

function nodeOf(text: string) {
  const field = (name: string) => fieldIn(text, name).replace(/ MHz$/, '');
  return {
    cpumodel: field('CPU model'),
    phymemory: String(Math.floor(kibibytes(text, 'Memory size') / 1024)),
    cpus: field('CPU(s)'),
    cpumhz: field('CPU frequency'),
    numanodes: field('NUMA cell(s)'),
    sockets: field('CPU socket(s)'),
    cpucores: field('Core(s) per socket'),
    cputhreads: field('Thread(s) per core'),
  };
}

function kibibytes(text: string, name: string): number {
  return Number(fieldIn(text, name).replace(/ KiB$/, ''));
}

function typeIn(text: string): string {
  return fieldIn(text, 'Running hypervisor').replace(/ \S+$/, '');
}

function fieldIn(text: string, name: string): string {
  const line = text.split('\n').find((one) => one.startsWith(`${name}:`));
  if (line === undefined) throw new ProbeError(`libvirt does not say its ${name}: ${text.trim()}`);
  return line.slice(name.length + 1).trim();
}
