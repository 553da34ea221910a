import { CAUSES } from '../../plan/change.ts';
import { stops } from '../../plan/outcome.ts';
import { collected } from '../fold.ts';
import { recaps } from '../recap.ts';
import { type Metric, metricLines, type Sample } from './metric-lines.ts';
import type { Report } from './report.ts';

/**
 * Metrics for the textfile collector of node_exporter. Names are as https://prometheus.io/docs/practices/naming/ has
 * them. Every sample says of which check it is, so that files of several checks may lie beside each other.
 */
export function prometheus(report: Report): string {
  const { record, inventory, virtfleet, exitCode, lastSuccess } = report;
  const { playbook, mode, started, ended, hosts, tasks, interrupted } = record;
  const check = { playbook, inventory: inventory.join(' '), mode: mode === 'apply' ? 'run' : mode };
  const stopped = new Set(tasks.filter(stops).map(({ host }) => host));
  const gone = new Set(tasks.filter(({ status }) => GONE.has(status)).map(({ host }) => host));
  const isComplete = !interrupted && stopped.size === 0;
  const success = isComplete ? ended : lastSuccess;
  const one = (name: string, help: string, value: number, labels = {}): Metric => ({
    name: `virtfleet_${name}`,
    help,
    samples: [{ labels: { ...check, ...labels }, value }],
  });
  const each = (name: string, help: string, samples: readonly Sample[]): Metric => ({
    name: `virtfleet_${name}`,
    help,
    samples: samples.map(({ labels, value }) => ({ labels: { ...check, ...labels }, value })),
  });
  return metricLines([
    one('info', 'The version that checked.', 1, { version: virtfleet }),
    one('last_check_timestamp_seconds', 'When the last check ended.', unix(ended)),
    ...(success === undefined ? [] : [one('last_success_timestamp_seconds', SUCCESS, unix(success))]),
    one('check_duration_seconds', 'How long the last check took.', unix(ended) - unix(started)),
    one('check_success', 'Whether all hosts were checked without a failure.', Number(isComplete)),
    one('check_exit_code', 'The exit code of the last check.', exitCode),
    each(
      'host_reachable',
      'Whether the host could be reached.',
      hosts.map((host) => ({ labels: { host }, value: Number(!gone.has(host)) })),
    ),
    each(
      'host_check_success',
      'Whether the host was checked without a failure.',
      hosts.map((host) => ({ labels: { host }, value: Number(!stopped.has(host)) })),
    ),
    each('host_differences', 'Differences of the host, by cause.', byHost(report)),
    each('differences', 'Differences of one resource, by cause.', byResource(report)),
    each('host_tasks', 'Tasks of the host, by how they ended.', taskCounts(report)),
  ]);
}

const SUCCESS = 'When all hosts were checked without a failure for the last time.';
const GONE: ReadonlySet<string> = new Set(['unreachable', 'lost']);
/** Every cause has a sample for each host, so that an alert on it sees zero. */
const STATES = [...CAUSES, 'waived', 'unmanaged'] as const;

/** One difference of a host. */
interface Difference {
  host: string;
  resource: string;
  cause: string;
}

/** None of a run, which does not know causes. */
function differences({ findings = [] }: Report): Difference[] {
  return findings.flatMap(({ host, resource, state, changes }): Difference[] => {
    if (state === 'unmanaged') return [{ host, resource, cause: state }];
    return changes
      .filter(({ proof }) => proof === 'observed')
      .map(({ cause = 'unknown' }) => ({ host, resource, cause: state === 'waived' ? state : cause }));
  });
}

function byHost(report: Report): Sample[] {
  if (!report.findings) return [];
  const counts = new Map<string, number>();
  for (const { host, cause } of differences(report))
    counts.set(`${cause} ${host}`, (counts.get(`${cause} ${host}`) ?? 0) + 1);
  return report.record.hosts.flatMap((host) =>
    STATES.map((cause) => ({ labels: { host, cause }, value: counts.get(`${cause} ${host}`) ?? 0 })),
  );
}

function byResource(report: Report): Sample[] {
  const groups = collected(differences(report), (one) => JSON.stringify(one));
  return groups.map((same) => {
    const [{ host, resource, cause }] = same;
    const network = /^network (.*)$/s.exec(resource)?.[1] ?? '';
    return { labels: { host, resource, network, cause }, value: same.length };
  });
}

/** The counters of the recap; a drift check has none. */
function taskCounts({ record: { hosts, tasks }, findings }: Report): Sample[] {
  if (findings) return [];
  return [...recaps(hosts, tasks)].flatMap(([host, counts]) =>
    Object.entries(counts).map(([result, value]) => ({ labels: { host, result }, value })),
  );
}

function unix(time: string): number {
  return Date.parse(time) / 1_000;
}
