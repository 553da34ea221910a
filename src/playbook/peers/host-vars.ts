import type { Host, Inventory, Variables } from '../../inventory/host.ts';
import { FACT_VARIABLES } from '../../modules/setup.ts';
import { ProblemError } from '../../problem.ts';
import { LOOKUPS_NAME, type LookupScope, type Lookups } from '../../template/expression/lookups.ts';
import { PendingError } from '../../template/interpolation/pending.ts';
import { createScope, type Scope } from '../../template/interpolation/scope.ts';
import { lazyMap } from '../../template/lazy-map.ts';
import { OnlyRunTells, type Peers } from './peers.ts';
import { regrouped } from './regrouped.ts';
import type { SettableNames } from './settable-names.ts';

/** What `hostvars` of a play is made of. */
export interface HostVarsSources {
  inventory: Inventory;
  /** What the run itself says, such as `playbook_dir`. */
  ofRun: Variables;
  extraVars: Variables;
  /** What lookups in the variables of a host read. */
  lookups(scope: () => LookupScope): Lookups;
  settable: SettableNames;
  /** Whether hosts may join groups while the run goes on. */
  regroups: boolean;
  /** Told of a name whose value is known only while the run goes on. */
  waits(name: string): void;
}

/**
 * `hostvars`: the variables of every host by its name, without those of plays and tasks, as in Ansible. Without
 * `peers` a name that a task may set is what a reader has to wait for: reading it throws PendingError.
 */
export function hostVars(sources: HostVarsSources, peers?: Peers): Readonly<Record<string, unknown>> {
  const { hosts, localhost } = peers ? regrouped(sources.inventory, peers.joinings) : sources.inventory;
  const known = new Map<Host, Readonly<Record<string, unknown>>>();
  const all: Readonly<Record<string, unknown>> = lazyMap({
    keys: () => [...hosts.keys()],
    has: (name) => hosts.has(name),
    read: (name) => {
      const host = hosts.get(name) ?? (name === localhost.name ? localhost : undefined);
      if (!host) return undefined;
      const found = known.get(host) ?? variablesOf(host, all, sources, peers);
      known.set(host, found);
      return found;
    },
  });
  return all;
}

function variablesOf(
  host: Host,
  hostvars: Readonly<Record<string, unknown>>,
  sources: HostVarsSources,
  peers: Peers | undefined,
): Readonly<Record<string, unknown>> {
  const { ofRun, extraVars, lookups, settable, regroups } = sources;
  const answers = peers?.answers(host.name);
  const base: Scope = createScope({
    ...ofRun,
    ...host.variables,
    hostvars: fixed(hostvars),
    [LOOKUPS_NAME]: fixed(lookups(() => scope)),
  });
  const answered = answers === undefined || answers === 'later' ? {} : answers.known;
  const groups = !peers && regroups ? ['groups', 'group_names'] : [];
  const later = !peers || answers === 'later' ? settable.names : (answers?.unknown ?? []);
  const values = Object.entries(answered).map(
    ([name, value]) => [name, { value, settled: true, answered: true }] as const,
  );
  const scope: Scope = base
    .child(Object.fromEntries(values))
    .pending([...later, ...groups])
    .child(extraVars);
  const names = new Set(Object.keys({ ...host.variables, ...answered, ...extraVars }).filter(isAsked));
  const isOpen = !peers && !settable.isWhole;
  return lazyMap({ keys: () => [...names], has: (name) => names.has(name), read, entries });

  /** With what tasks register. As in Ansible, a variable that rests on one that is not there is missed only by who asks for it. */
  function entries(): [string, unknown][] {
    const [waited] = peers ? [] : [...settable.names].filter((name) => !FACT_VARIABLES.includes(name));
    if (waited !== undefined) throw waiting(waited);
    return [...names].flatMap((name): [string, unknown][] => {
      try {
        return [[name, read(name)]];
      } catch (error) {
        if (error instanceof ProblemError) return [];
        throw error;
      }
    });
  }

  function read(name: string): unknown {
    if (!isAsked(name)) return undefined;
    if (isOpen && !Object.hasOwn(extraVars, name)) throw waiting(name);
    try {
      return scope.get([name])[name];
    } catch (error) {
      if (error instanceof PendingError) throw peers ? new OnlyRunTells(error.message) : waiting(name);
      throw error;
    }
  }

  function waiting(name: string): PendingError {
    sources.waits(name);
    return new PendingError(['hostvars']);
  }
}

/** Without the names that lead to all hosts again. */
function isAsked(name: string): boolean {
  return name !== 'hostvars' && name !== LOOKUPS_NAME;
}

function fixed(value: unknown) {
  return { value, settled: true };
}
