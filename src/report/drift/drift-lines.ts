import type { Finding, State } from '../../drift/finding.ts';
import { quote } from '../../plan/quote.ts';
import type { TaskRecord } from '../../plan/task-record.ts';
import { stoppedLines } from '../closing.ts';
import { byName, counted, listed, ranges } from '../fold.ts';
import { messageLines } from '../message-lines.ts';
import { wrapped } from '../wrap.ts';
import { type FindingOptions, findingLines } from './finding-lines.ts';
import { stateName } from './state-name.ts';

/** What a check found, for people. */
export interface DriftPage {
  findings: readonly Finding[];
  tasks: readonly TaskRecord[];
  hosts: readonly string[];
  /** Hosts on which the login user could not become root. */
  unprivileged: readonly string[];
  interrupted: boolean;
  /** The words behind `virtfleet run` that repair what is found, without `--limit`. */
  repair: readonly string[];
  /** The words behind `virtfleet accept` that write what is found into the playbook, without the playbook. */
  accepts?: readonly (readonly string[])[];
}

const SECTIONS: readonly (readonly [State, string])[] = [
  ['drifted', 'DRIFTED: changed on the host since it was applied'],
  ['both', 'DRIFTED AND PENDING: changed on the host, and the playbook moved on'],
  ['pending', 'PENDING: described, not applied yet'],
  ['unknown', 'UNKNOWN'],
  ['unmanaged', 'UNMANAGED: described by no task'],
  ['waived', 'WAIVED'],
];
/** Without a record of what was applied, nothing tells whether the playbook moved on or somebody changed the host. */
const UNRECORDED = 'PENDING OR DRIFTED: no run is recorded there that applied it';
const TITLES = SECTIONS.flatMap(([state, title]) => (state === 'pending' ? [title, UNRECORDED] : [title]));

function titleOf({ state, applied }: Finding): string | undefined {
  if (state === 'pending' && !applied) return UNRECORDED;
  return SECTIONS.find(([one]) => one === state)?.[1];
}

/** The page of `virtfleet drift`. Where all is in step it is one line. */
export function driftLines(page: DriftPage, options: FindingOptions): string[] {
  const { findings, tasks, hosts, unprivileged, interrupted } = page;
  const { paint, width, expand } = options;
  const sections = TITLES.flatMap((title) => {
    const own = findings.filter((one) => titleOf(one) === title);
    return own.length > 0 ? [paint('bold', title), ...findingLines(own, options), ''] : [];
  });
  const stopped = stoppedLines(tasks, { mode: 'drift', hosts: hosts.length, width, expand });
  return [
    ...sections,
    ...warningLines(tasks, options),
    ...(unprivileged.length > 0 ? [...wrapped(seenBy(unprivileged, width), width), ''] : []),
    ...(stopped.length > 0 ? [...stopped, ''] : []),
    ...wrapped(driftSummary(page), width),
    ...repair(page, width),
    ...acceptLines(page, width),
    ...(interrupted ? ['Interrupted: what had ended by then is reported above.'] : []),
  ];
}

/** What tasks warn of, each once with its hosts. */
function warningLines(tasks: readonly TaskRecord[], { paint, width }: FindingOptions): string[] {
  const by = new Map<string, Set<string>>();
  for (const task of tasks)
    for (const warning of [...(task.warnings ?? []), ...ofNoTask(task)])
      by.set(warning, (by.get(warning) ?? new Set()).add(task.host));
  const lines = [...by].flatMap(([warning, hosts]) =>
    messageLines(`${listed(ranges([...hosts]), width - 30)}: ${warning}`, { width, indent: '  ', limit: 0 }),
  );
  return lines.length > 0 ? [paint('bold', 'WARNINGS'), ...lines, ''] : [];
}

/** What was met on a host beside its tasks, such as a guarded change of another run. */
function ofNoTask({ module, status, message }: TaskRecord): string[] {
  return module === '' && status === 'ok' && message !== undefined ? [message] : [];
}

function seenBy(hosts: readonly string[], width: number): string {
  const who = listed(ranges(hosts), width - 30);
  return `The login user may not become root on ${who}. Only what every user may see was compared there.`;
}

/** States that a run closes. */
const REPAIRED: ReadonlySet<State> = new Set(['drifted', 'both', 'pending']);

/** How many hosts are in step, and what is found on the others. */
export function driftSummary({
  findings,
  tasks,
  hosts,
}: Pick<DriftPage, 'findings' | 'tasks' | 'hosts'>): string {
  const differing = new Set(findings.filter(({ state }) => state !== 'waived').map(({ host }) => host));
  const failed = new Set(tasks.filter(({ status }) => FAILED.has(status)).map(({ host }) => host));
  const fine = hosts.filter((host) => !differing.has(host) && !failed.has(host));
  const resources = tasks.filter(({ status, resource }) => status === 'ok' && resource !== undefined).length;
  const inStep = `${counted(fine.length, 'host')}, ${counted(resources, 'resource')}`;
  const waived = findings.filter(({ state }) => state === 'waived').length;
  const apart = waived > 0 ? `; ${counted(waived, 'waived difference')}` : '';
  if (differing.size === 0 && failed.size === 0) return `In step: ${inStep}${apart}.`;
  const counts = TITLES.flatMap((title) => {
    const own = findings.filter((one) => titleOf(one) === title);
    const [one] = own;
    const state = title === UNRECORDED ? 'pending or drifted' : stateName(one?.state ?? '');
    return one ? [`${own.length} ${state}`] : [];
  });
  const news = findings.filter(
    ({ state, isNew }) => isNew && state !== 'waived' && state !== 'unmanaged',
  ).length;
  const all = findings.filter(({ state }) => state !== 'waived' && state !== 'unmanaged').length;
  if (news > 0) counts.push(news === all ? 'all new' : `${news} new`);
  const differ =
    differing.size > 0
      ? [
          `${differing.size} of ${counted(hosts.length, 'host')} ${hosts.length === 1 ? 'differs' : 'differ'}: ${counts.join(', ')}.`,
        ]
      : [];
  return [...differ, `In step: ${inStep}.`].join(' ');
}

const FAILED: ReadonlySet<TaskRecord['status']> = new Set([
  'failed',
  'blocked',
  'unreachable',
  'lost',
  'not-converged',
]);

function repair({ findings, repair: words }: DriftPage, width: number): string[] {
  const hosts = [...new Set(findings.filter(({ state }) => REPAIRED.has(state)).map(({ host }) => host))];
  if (hosts.length === 0) return [];
  const limit = hosts.length > 20 ? [] : ['--limit', hosts.toSorted(byName).join(',')];
  const command = `virtfleet ${quote(['run', ...words, ...limit])}`;
  return [
    ...wrapped('A run repairs and applies it; with --check it only shows how:', width),
    `    ${command}`,
  ];
}

/** So many commands are shown. */
const SHOWN = 3;

function acceptLines({ accepts = [], repair: words }: DriftPage, width: number): string[] {
  if (accepts.length === 0) return [];
  const more = accepts.length - SHOWN;
  return [
    ...wrapped('Where the host is right, write it into the playbook instead:', width),
    ...accepts.slice(0, SHOWN).map((own) => `    virtfleet ${quote(['accept', ...own, ...words])}`),
    ...(more > 0 ? [`and ${more} more in the same way`] : []),
  ];
}
