import { type Difference, type Finding, resourceOf } from '../../drift/finding.ts';
import { stops } from '../../plan/outcome.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import type { Report } from '../files/report.ts';
import { collected } from '../fold.ts';
import { type PageState, rankOf } from './states.ts';

/** The parts of the page, in their order. */
export const SECTIONS = ['new', 'stopped', 'changed', 'known', 'unmanaged', 'waived'] as const;
export type Section = (typeof SECTIONS)[number];

/** Something the page has to say: the same of one host or of several. */
export interface Item {
  /** Of its element. */
  id: string;
  section: Section;
  state: PageState;
  hosts: readonly string[];
  /** The resource, or the task where that says more. */
  resource: string;
  changes: readonly (Difference | Omit<Difference, 'isNew'>)[];
  message?: string;
  place?: TaskRecord['place'];
  waiver?: Finding['waiver'];
  /** Of a drift check: a finding for each host. */
  findings: readonly Finding[];
}

type Said = Omit<Item, 'id' | 'hosts' | 'findings'> & { host: string; finding?: Finding };

/** All that is to be said, in the order of the sections; what hosts say alike is one item. */
export function itemsOf({ record: { mode, tasks }, findings = [] }: Report): Item[] {
  const stopped = tasks.filter((task) => stops(task));
  const changed = mode === 'drift' ? [] : tasks.filter(({ status }) => CHANGES.has(status));
  const all = [
    ...stopped.map((task) => ofTask(task, 'stopped')),
    ...changed.map((task) => ofTask(task, 'changed')),
    ...findings.map(ofFinding),
  ];
  const same = collected(all, ({ section, state, resource, changes, message, place, waiver }) => {
    const values = changes.map(({ steps: _, impact: __, ...change }) => change);
    return JSON.stringify([section, state, resource, values, message, place, waiver]);
  });
  return same
    .toSorted(([one, ...ones], [other, ...others]) => {
      const bySection = SECTIONS.indexOf(one.section) - SECTIONS.indexOf(other.section);
      return bySection || rankOf(other.state) - rankOf(one.state) || others.length - ones.length;
    })
    .map((some, index): Item => {
      const { host: _, finding: __, ...said } = some[0];
      const own = some.flatMap(({ finding }) => finding ?? []);
      return {
        ...said,
        id: `i${index + 1}`,
        hosts: [...new Set(some.map(({ host }) => host))],
        findings: own,
      };
    });
}

const CHANGES: ReadonlySet<TaskRecord['status']> = new Set(['changed', 'would-change']);

function ofTask(task: TaskRecord, section: 'stopped' | 'changed'): Said {
  const { host, status: state, changes, message, place } = task;
  const resource = section === 'stopped' ? (task.resource ?? task.task) : resourceOf(task);
  return {
    section,
    state,
    host,
    resource,
    changes,
    ...(message !== undefined && { message }),
    ...(place && { place }),
  };
}

function ofFinding(finding: Finding): Said {
  const { host, resource, state, changes, message, place, waiver, isNew } = finding;
  const section =
    state === 'waived' || state === 'unmanaged' ? state : isNew ? ('new' as const) : ('known' as const);
  return {
    ...{ section, state, host, resource, changes, finding },
    ...(message !== undefined && { message }),
    ...(place && { place }),
    ...(waiver && { waiver }),
  };
}
