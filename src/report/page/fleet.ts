import { resourceOf } from '../../drift/finding.ts';
import { stops } from '../../plan/outcome.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import type { Report } from '../files/report.ts';
import { byName, collected } from '../fold.ts';
import { type PageState, rankOf, worst } from './states.ts';

/** The fleet as a table: a row for each host, a column for each network. */
export interface Fleet {
  /** Names of networks. */
  columns: readonly string[];
  rows: readonly FleetRow[];
}

export interface FleetRow {
  host: string;
  /** The worst of all. */
  state: PageState;
  /** Of each column; undefined where the host has no such network. */
  cells: readonly (PageState | undefined)[];
  /** What else the host has: how many resources are in the worst state of these. */
  others: { state: PageState; count: number } | undefined;
  /** All that occur but what is fine; that alone where all is. */
  states: readonly PageState[];
}

/** Columns that a table may have; those that differ and those of most hosts have one. */
const MOST = 40;

export function fleetOf({ record: { hosts, tasks, mode }, findings = [] }: Report): Fleet {
  const all = new Map(hosts.map((host) => [host, new Map<string, PageState>()]));
  const add = (host: string, resource: string, state: PageState) => {
    const own = all.get(host);
    own?.set(resource, worst([state, own.get(resource) ?? 'skipped']) ?? state);
  };
  for (const task of tasks) {
    // What a check finds to differ is a finding.
    if (
      mode === 'drift' &&
      (task.status === 'would-change' || (task.status === 'skipped' && task.unverified))
    )
      continue;
    // What is no task, such as connecting, says something of the host only.
    add(task.host, task.place || task.resource ? resourceOf(task) : '', stateOf(task));
  }
  for (const { host, resource, state } of findings) add(host, resource, state);
  return tableOf(all);
}

/** The table of the states of resources, by host and resource. */
export function tableOf(all: ReadonlyMap<string, ReadonlyMap<string, PageState>>): Fleet {
  const columns = columnsOf([...all.values()]);
  const rows = [...all.keys()]
    .toSorted(byName)
    .map((host) => rowOf(host, all.get(host) ?? new Map(), columns));
  return { columns: columns.map((resource) => resource.slice(NETWORK.length)), rows };
}

const NETWORK = 'network ';

/** A failure that the playbook deals with is none. */
function stateOf(task: TaskRecord): PageState {
  return (task.ignored || task.rescued) && !stops(task) ? 'ok' : task.status;
}

function columnsOf(hosts: readonly ReadonlyMap<string, PageState>[]): string[] {
  const networks = hosts.flatMap((own) => [...own].filter(([resource]) => resource.startsWith(NETWORK)));
  const weighed = collected(networks, ([resource]) => resource).map((some) => {
    const rank = rankOf(worst(some.map(([, state]) => state)) ?? 'ok');
    return { resource: some[0][0], differs: rank > rankOf('ok'), count: some.length };
  });
  return weighed
    .toSorted((one, other) => Number(other.differs) - Number(one.differs) || other.count - one.count)
    .slice(0, MOST)
    .map(({ resource }) => resource)
    .toSorted(byName);
}

function rowOf(host: string, own: ReadonlyMap<string, PageState>, columns: readonly string[]): FleetRow {
  const shown = new Set(['', ...columns]);
  const others = [...own].flatMap(([resource, state]) => (shown.has(resource) ? [] : [state]));
  const state = worst(others);
  return {
    host,
    state: worst(own.values()) ?? 'not-started',
    cells: columns.map((resource) => own.get(resource)),
    others: state && { state, count: others.filter((one) => one === state).length },
    states: statesOf(own),
  };
}

/** What nobody has to look at. */
const FINE: ReadonlySet<PageState> = new Set(['ok', 'skipped', 'not-started']);

function statesOf(own: ReadonlyMap<string, PageState>): PageState[] {
  const states = [...new Set(own.values())];
  const wrong = states.filter((state) => !FINE.has(state));
  return wrong.length > 0 ? wrong : [worst(states) ?? 'not-started'];
}
