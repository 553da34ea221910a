import { type Dependency, dependency } from '../../plan/dependency.ts';
import type { Plan } from '../../plan/plan.ts';
import { only, type Probe, ProbeError } from '../../plan/probe.ts';
import { type ExistingPool, existingPool, type PoolState, poolStates } from './pool-state.ts';
import { childOf } from './pool-xml.ts';

/** What a task can read of pools. */
export const POOL_QUERIES = ['facts', 'get_xml', 'info', 'list_pools', 'status'] as const;
export type PoolQuery = (typeof POOL_QUERIES)[number];

/** XML cannot contain the record separator, so that it can stand between the answers. */
const READ = `
uuids=$(libvirt 'pool-list --all --uuid') || exit
sep=$(printf '\\036') all=
for uuid in $uuids; do
  all="$all echo '$sep'; pool-info $uuid --bytes; pool-dumpxml $uuid --inactive;"
  all="$all echo '$sep'; pool-dumpxml $uuid; echo '$sep'; vol-list $uuid;"
done
[ -z "$all" ] || libvirt "$all"`;

/** A pool, and what libvirt says of what is in it. */
interface ListedPool extends ExistingPool {
  /** Bytes: in all, used and free. */
  sizes: readonly [string, string, string];
  /** Names; absent while it is not active. */
  volumes?: readonly string[];
  /** As it is defined now; empty in a prediction of a new one. */
  xml: string;
}

type Pools = Readonly<Record<string, ListedPool>>;

/** All pools by name as they are when the task runs, whatever tasks before it did. */
export const poolsNow: Probe<Pools> = {
  key: 'all pools now',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  awaited: true,
  parse: (answers) => {
    const { status, stdout, stderr } = only(answers);
    if (status !== 0 && stdout.length === 0) throw new ProbeError(stderr.toString().trim() || 'virsh failed');
    const texts = stdout.toString().split('\x1e').slice(1);
    const pools: [string, ListedPool][] = [];
    for (let at = 0; at + 2 < texts.length; at += 3) {
      const [about = '', xml = '', volumes = ''] = texts.slice(at, at + 3);
      // One that was removed between the list and the dump has no name.
      const name = fieldIn(about, 'Name');
      if (name === undefined) continue;
      const pool = existingPool(about);
      const sizes = SIZE_FIELDS.map((field) => fieldIn(about, field) ?? '0') as [string, string, string];
      const listed = pool.active ? { volumes: volumesIn(volumes) } : {};
      pools.push([name, { ...pool, sizes, ...listed, xml: `${xml.trim()}\n` }]);
    }
    return Object.fromEntries(pools);
  },
};

const SIZE_FIELDS = ['Capacity', 'Allocation', 'Available'];

function fieldIn(text: string, name: string): string | undefined {
  return new RegExp(`^${name}: +(.*)$`, 'm').exec(text)?.[1];
}

/** The first column of a table whose second one has paths. */
function volumesIn(table: string): string[] {
  const rows = table.split('\n').filter((line) => line.trim() !== '' && !/^ Name +Path$|^-+$/.test(line));
  return rows.map((row) => row.trim().replace(/ {2,}\S.*$/, ''));
}

/** What follows from a pool: the list that tasks read. */
export const poolDependencies: readonly Dependency[] = [
  dependency(poolStates, poolsNow, (all, { name, after }) => poolsAfter(all, name, after)),
];

function poolsAfter(all: Pools, name: string, after: PoolState): Pools {
  const { [name]: _, ...others } = all;
  if (!after.exists) return others;
  const { sizes, volumes = [], xml } = all[name] ?? { sizes: ['0', '0', '0'] as const, xml: '' };
  return { ...others, [name]: { ...after, sizes, ...(after.active && { volumes }), xml } };
}

/**
 * The result of such a task, in the form of community.libvirt.virt_pool 1.2: of one pool by its name, or of those in
 * one state.
 */
export function poolAnswer(
  query: PoolQuery,
  all: Pools,
  { name, state }: { name: string; state?: string | undefined },
): Plan {
  const result = (value: Readonly<Record<string, unknown>>): Plan => ({ changes: [], result: value });
  if (query === 'list_pools') {
    const found = Object.entries(all).filter(([, pool]) => state === undefined || stateOf(pool) === state);
    return result({ list_pools: found.map(([name]) => name) });
  }
  if (query === 'get_xml' || query === 'status') {
    const { [name]: pool } = all;
    if (!pool) return { changes: [], failure: `This host has no pool ${name}.` };
    return result(query === 'status' ? { status: stateOf(pool) } : { get_xml: pool.xml });
  }
  const pools = Object.fromEntries(Object.entries(all).map(([name, pool]) => [name, aboutOf(pool)]));
  return result(query === 'info' ? { pools } : { ansible_facts: { ansible_libvirt_pools: pools } });
}

function stateOf({ active }: ExistingPool): string {
  return active ? 'active' : 'inactive';
}

function aboutOf(pool: ListedPool): Readonly<Record<string, unknown>> {
  const { active, autostart, persistent, uuid = '', definition, sizes, volumes } = pool;
  const source = childOf(definition, 'source');
  const of = (name: string, attribute: string) => childOf(source, name)?.attributes[attribute];
  const devices = source?.children.filter(({ name }) => name === 'device') ?? [];
  const given = {
    path: childOf(childOf(definition, 'target'), 'path')?.text,
    host: of('host', 'name'),
    source_path: of('dir', 'path'),
    format: of('format', 'type'),
    ...(devices.length > 0 && { devices: devices.map(({ attributes }) => attributes.path) }),
  };
  const [total, used, available] = sizes;
  return {
    ...{ status: active ? 'running' : 'inactive', state: stateOf(pool) },
    ...{ size_total: total, size_used: used, size_available: available },
    ...{ autostart: autostart ? 'yes' : 'no', persistent: persistent ? 'yes' : 'no' },
    ...{ type: definition.attributes.type ?? '', uuid },
    ...(volumes ? { volume_count: volumes.length, volumes } : { volume_count: -1 }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}
