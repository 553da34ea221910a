import {
  type Change,
  definitionCopies,
  type Impact,
  NO_IMPACT,
  predict,
  valueAction,
} from '../../plan/change.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Step } from '../../plan/step.ts';
import { mergedPool, poolDifferences } from './compare-pool.ts';
import { asStored, type DesiredPool, isFolder, missingIn } from './desired-pool.ts';
import { type GuestDisk, guestsOn } from './guest-disks.ts';
import { effects, seenThrough } from './pool-effects.ts';
import { type ExistingPool, type PoolState, poolAt } from './pool-state.ts';
import { childOf, type PoolNode, serializePool } from './pool-xml.ts';

/** What the plan of a pool rests on. */
export interface CurrentPool {
  pool: PoolState;
  disks: readonly GuestDisk[];
}

/** The changes that lead to the desired pool: its definition, whether it is active, whether it starts with the host. */
export function planPool(desired: DesiredPool, current: CurrentPool): Plan {
  const { pool } = current;
  if (desired.state === 'absent')
    return { changes: pool.exists ? [removal(desired, pool, current.disks)] : [] };
  if (!pool.exists) return creation(desired);
  if (!pool.persistent && !desired.definition && (desired.state === 'inactive' || desired.autostart))
    return {
      changes: [],
      failure: `Pool ${desired.name} is transient: it has no stored definition, and is gone when it stops.`,
    };
  return existing(desired, pool, current.disks);
}

function creation({ name, state, autostart, definition, build }: DesiredPool): Plan {
  if (!definition)
    return {
      changes: [],
      failure: `This host has no pool ${name}. To create it, write its type, or its xml.`,
    };
  const failure = incomplete(name, definition);
  if (failure !== undefined) return { changes: [], failure };
  const stored = asStored(name, definition);
  const active = state === 'active';
  const starts = autostart ?? active;
  const builds = build ?? (active && isFolder(definition));
  const next: ExistingPool = {
    exists: true,
    active,
    autostart: starts,
    persistent: true,
    definition: stored,
  };
  const path = childOf(childOf(stored, 'target'), 'path')?.text;
  const commands = [
    DEFINE,
    ...(builds ? [buildOf(name, stored)] : []),
    ...(active ? [virsh('pool-start', name)] : []),
    ...(starts ? [virsh('pool-autostart', name)] : []),
  ];
  const change: Change = {
    action: 'create',
    proof: 'observed',
    what: `pool ${name}`,
    before: null,
    after: [stored.attributes.type, path, active ? 'active' : 'inactive', starts && 'autostart']
      .filter(Boolean)
      .join(', '),
    diff: { label: `pool ${name}`, before: '', after: `${serializePool(stored)}\n` },
    impact: NO_IMPACT,
    steps: [
      {
        do: 'virsh-set',
        commands,
        stdin: serializePool(named(name, definition)),
        rollback: {
          commands: [virsh('pool-destroy', name), virsh('pool-undefine', name)],
          done: 'The pool is removed again: it does not exist, as before.',
        },
      },
    ],
    predictions: [predict(poolAt(name), next)],
    ...(active && { sideEffects: seenThrough(name, stored) }),
  };
  return { changes: [change] };
}

/** The written definition, with the name of the task. */
function named(name: string, pool: PoolNode): PoolNode {
  const others = pool.children.filter((each) => each.name !== 'name');
  return { ...pool, children: [{ name: 'name', attributes: {}, children: [], text: name }, ...others] };
}

const DEFINE = ['pool-define', '--file', '/dev/stdin'];

function virsh(command: string, pool: string, ...more: string[]): string[] {
  return [command, '--pool', pool, ...more];
}

/** Building the other types may format a device; libvirt looks for data there only when it is told to. */
function buildOf(name: string, pool: PoolNode): string[] {
  const formats = ['fs', 'disk', 'logical'].includes(pool.attributes.type ?? '');
  return virsh('pool-build', name, ...(formats ? ['--no-overwrite'] : []));
}

function incomplete(name: string, pool: PoolNode): string | undefined {
  const missing = missingIn(pool);
  if (missing.length === 0) return undefined;
  return `Pool ${name} of type ${pool.attributes.type} needs ${missing.join(', ')}.`;
}

function existing(desired: DesiredPool, pool: ExistingPool, disks: readonly GuestDisk[]): Plan {
  const { name, state, definition } = desired;
  const stored = definition ? mergedPool(name, pool.definition, definition) : pool.definition;
  const failure = definition && incomplete(name, stored);
  if (failure !== undefined) return { changes: [], failure };
  const changes: Change[] = [];
  let next: ExistingPool = pool;
  const add = (after: ExistingPool, lines: readonly Line[], rest: Pick<Change, 'impact' | 'steps'>) => {
    next = after;
    for (const [index, line] of lines.entries())
      changes.push({
        ...line,
        proof: 'observed',
        copies: definitionCopies(line.action),
        ...(index === lines.length - 1
          ? { ...rest, predictions: [predict(poolAt(name), after)], ...effects(name, pool, after, rest) }
          : { impact: NO_IMPACT, steps: [], predictions: [] }),
      });
  };
  const differences = poolDifferences(pool.definition, stored);
  if (differences.length > 0 || (definition && !pool.persistent)) {
    const restarts = pool.active && state === 'active' && differences.length > 0;
    const lines = differences.map((each) => ({
      ...each,
      action: valueAction(each.before, each.after),
      what: `pool ${name}: ${each.what}`,
    }));
    const after = { ...pool, persistent: true, definition: stored };
    add(
      after,
      lines.length > 0
        ? lines
        : [{ action: 'update', what: `pool ${name}`, before: 'transient', after: 'persistent' }],
      {
        impact: restarts ? stopImpact(name, pool, disks, 'the pool restarts') : NO_IMPACT,
        steps: [redefinition(name, stored, pool, restarts)],
      },
    );
  }
  if (state === 'active' && !next.active)
    add(
      { ...next, active: true },
      [{ action: 'start', what: `pool ${name}`, before: 'inactive', after: 'active' }],
      {
        impact: NO_IMPACT,
        steps: [...built(desired, next), step(virsh('pool-start', name))],
      },
    );
  if (state === 'inactive' && next.active)
    add(
      { ...next, active: false },
      [{ action: 'stop', what: `pool ${name}`, before: 'active', after: 'inactive' }],
      {
        impact: stopImpact(name, pool, disks, 'the pool stops'),
        steps: [step(virsh('pool-destroy', name))],
      },
    );
  const { autostart = state === 'active' || next.autostart } = desired;
  if (autostart !== next.autostart)
    add(
      { ...next, autostart },
      [
        {
          action: 'update',
          what: `pool ${name} autostart`,
          before: onOff(next.autostart),
          after: onOff(autostart),
        },
      ],
      {
        impact: NO_IMPACT,
        steps: [step(virsh('pool-autostart', name, ...(autostart ? [] : ['--disable'])))],
      },
    );
  const startsAgain =
    state === 'inactive' && pool.active && pool.autostart && desired.autostart === undefined;
  const warning = `Pool ${name} starts again with its host; autostart: false keeps it stopped.`;
  return { changes, ...(startsAgain && { warnings: [warning] }) };
}

type Line = Pick<Change, 'action' | 'what' | 'before' | 'after'>;

function step(argv: readonly string[]): Step {
  return { do: 'virsh', argv };
}

/** The folder of a pool may have gone, or may never have been made. */
function built({ name, build }: DesiredPool, { definition }: ExistingPool): Step[] {
  return (build ?? isFolder(definition)) && isFolder(definition) ? [step(buildOf(name, definition))] : [];
}

function redefinition(name: string, stored: PoolNode, pool: ExistingPool, restarts: boolean): Step {
  const old = serializePool(pool.definition, pool.uuid);
  return {
    do: 'virsh-set',
    commands: [DEFINE, ...(restarts ? [virsh('pool-destroy', name), virsh('pool-start', name)] : [])],
    stdin: serializePool(stored, pool.uuid),
    rollback: {
      commands: [DEFINE, ...(restarts ? [virsh('pool-start', name)] : [])],
      stdin: old,
      done: 'Its previous definition is stored again: the pool is as before.',
    },
  };
}

function removal({ name }: DesiredPool, pool: ExistingPool, disks: readonly GuestDisk[]): Change {
  return {
    action: 'delete',
    proof: 'observed',
    what: `pool ${name}`,
    before: pool.active ? 'active' : 'inactive',
    after: null,
    impact: pool.active ? stopImpact(name, pool, disks, 'the pool stops') : NO_IMPACT,
    steps: [
      ...(pool.active ? [step(virsh('pool-destroy', name))] : []),
      ...(pool.persistent ? [step(virsh('pool-undefine', name))] : []),
    ],
    predictions: [predict(poolAt(name), { exists: false })],
    sideEffects: seenThrough(name, pool.definition),
  };
}

/** Volumes stay where they are; only guests that use them now can be disturbed. */
function stopImpact(name: string, pool: ExistingPool, disks: readonly GuestDisk[], what: string): Impact {
  const folder = childOf(childOf(pool.definition, 'target'), 'path')?.text;
  const guests = guestsOn(disks, name, folder);
  if (guests.length === 0) return NO_IMPACT;
  return { disruption: 'service', note: `${what}, and running guests use its volumes: ${guests.join(', ')}` };
}

function onOff(value: boolean): string {
  return value ? 'on' : 'off';
}
