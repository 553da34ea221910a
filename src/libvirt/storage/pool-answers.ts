import { type Dependency, dependency } from '../../plan/dependency.ts';
import type { Plan } from '../../plan/plan.ts';
import { only, type Probe, ProbeError } from '../../plan/probe.ts';
import { type ExistingPool, existingPool, type PoolState, poolStates, SIZES } from './pool-state.ts';
import { childOf } from './pool-xml.ts';

/** What a task can read of pools. */
export const POOL_QUERIES = ['facts', 'info', 'list_pools'] as const;
export type PoolQuery = (typeof POOL_QUERIES)[number];

/** XML cannot contain the record separator, so that it can stand between the answers. */
const READ = `
uuids=$(libvirt 'pool-list --all --uuid') || exit
sep=$(printf '\\036') all=
for uuid in $uuids; do all="$all echo '$sep'; pool-info $uuid; pool-dumpxml $uuid --inactive;"; done
[ -z "$all" ] || libvirt "$all" | ${SIZES}`;

type Pools = Readonly<Record<string, ExistingPool>>;

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
    return Object.fromEntries(
      texts.flatMap((text) => {
        // One that was removed between the list and the dump has no name.
        const name = /^Name: +(.*)$/m.exec(text)?.[1];
        return name === undefined ? [] : [[name, existingPool(text)]];
      }),
    );
  },
};

/** What follows from a pool: the list that tasks read. */
export const poolDependencies: readonly Dependency[] = [
  dependency(poolStates, poolsNow, (all, { name, after }) => poolsAfter(all, name, after)),
];

function poolsAfter(all: Pools, name: string, after: PoolState): Pools {
  const { [name]: _, ...others } = all;
  return after.exists ? { ...others, [name]: after } : others;
}

/** The result of such a task, in the form of community.libvirt.virt_pool; `only` asks for pools in one state. */
export function poolAnswer(query: PoolQuery, all: Pools, state: string | undefined): Plan {
  const result = (value: Readonly<Record<string, unknown>>): Plan => ({ changes: [], result: value });
  if (query === 'list_pools') {
    const found = Object.entries(all).filter(([, pool]) => state === undefined || stateOf(pool) === state);
    return result({ list_pools: found.map(([name]) => name) });
  }
  const pools = Object.fromEntries(Object.entries(all).map(([name, pool]) => [name, aboutOf(pool)]));
  return result(query === 'info' ? { pools } : { ansible_facts: { ansible_libvirt_pools: pools } });
}

function stateOf({ active }: ExistingPool): string {
  return active ? 'active' : 'inactive';
}

function aboutOf(pool: ExistingPool): Readonly<Record<string, unknown>> {
  const { active, autostart, persistent, uuid = '', definition } = pool;
  const path = childOf(childOf(definition, 'target'), 'path')?.text;
  return {
    ...{ status: active ? 'running' : 'inactive', state: stateOf(pool) },
    ...{ autostart: autostart ? 'yes' : 'no', persistent: persistent ? 'yes' : 'no' },
    ...{ type: definition.attributes.type ?? '', uuid },
    ...(path !== undefined && { path }),
  };
}
