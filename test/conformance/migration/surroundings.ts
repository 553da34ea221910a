import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Lab } from '../../lab/lab.ts';
import type { RecordedRun } from './case.ts';

/** What a host has besides libvirt's things and files, at one moment. */
export interface Surrounding {
  /** Of the host's clock, as journalctl takes it. */
  time: string;
  enabled: Record<string, string>;
  active: Record<string, string>;
  sysctl: Record<string, string>;
}

const READ = `
date '+%F %T.%6N'
echo '=== enabled'; systemctl list-unit-files --no-legend --no-pager --plain
echo '=== active'; systemctl show '*.service' '*.socket' '*.timer' --property=Id,ActiveState
echo '=== sysctl'; sysctl -a 2>/dev/null`;

/** Keys of interfaces that come and go, and counters of the kernel. */
const RESTLESS =
  /^net\.(ipv4\.tcp_fastopen_key|netfilter\.nf_conntrack_(count|buckets)|ipv[46]\.(conf|neigh)\.(?!all|default|lo|eth0))/;

export async function surroundingOf(lab: Lab, host: string): Promise<Surrounding> {
  const { stdout } = await lab.onHost(host, READ);
  const [time = '', enabled = '', active = '', sysctl = ''] = stdout.split(/^=== \w+\n/m);
  const pairs = sysctl.split('\n').flatMap((line) => {
    const [, key = '', value = ''] = /^(net\.\S+) = (.*)$/.exec(line) ?? [];
    return key === '' || RESTLESS.test(key) ? [] : [[key, value.replaceAll('\t', ' ').trim()] as const];
  });
  const units = enabled.split('\n').map((line) => line.split(/\s+/));
  const states = active.split('\n\n').map((block) => /^Id=(.*)\nActiveState=(.*)$/m.exec(block) ?? []);
  return {
    time: time.trim(),
    enabled: Object.fromEntries(units.map(([unit = '', state = '']) => [unit, state])),
    active: Object.fromEntries(states.map(([, unit = '', state = '']) => [unit, state])),
    sysctl: Object.fromEntries(pairs),
  };
}

/** Units that come and go by themselves. */
const NOISE =
  /^(netplan-ovs-cleanup|session-.*|user@.*|user-runtime-dir@.*|run-.*|virtfleet-.*|init|systemd-(machined|tmpfiles-clean|hostnamed|logind|journald)|polkit|logrotate|dpkg-db-backup|dbus|ssh|apt-.*|e2scrub.*)\.(scope|service|timer|mount|socket)$|\.(scope|slice|mount|target|device|path)$/;
/** Started by their sockets whenever somebody asks. */
const ON_DEMAND = /^(libvirtd|virtlog|virtlock)/;

/** Units that had a job since `before`, or whose enablement or state differs, as a case records them. */
export async function unitsSince(
  lab: Lab,
  host: string,
  before: Surrounding,
  after: Surrounding,
): Promise<Record<string, object>> {
  const jobs = await jobsSince(lab, host, before.time);
  const names = new Set([...jobs.keys(), ...[before, after].flatMap(({ enabled }) => Object.keys(enabled))]);
  for (const unit of Object.keys(after.active)) names.add(unit);
  const entries = [...names].toSorted().flatMap((unit) => {
    if (unit === '' || NOISE.test(unit)) return [];
    const isOnDemand = ON_DEMAND.test(unit);
    const own = (jobs.get(unit) ?? []).filter((job) => !isOnDemand || job !== 'start');
    const [was, is] = [before, after].map(({ active }) => active[unit] ?? 'inactive');
    const entry = {
      ...(own.length > 0 && { jobs: own }),
      ...(before.enabled[unit] !== after.enabled[unit] && {
        enabled: { before: before.enabled[unit], after: after.enabled[unit] },
      }),
    };
    const isTold = Object.keys(entry).length > 0 || (was !== is && !isOnDemand);
    return isTold ? [[unit, { ...entry, active: { before: was, after: is } }] as const] : [];
  });
  return Object.fromEntries(entries);
}

/** Kinds of jobs by unit, repeated ones once; a restart is written as two jobs and told as one. */
async function jobsSince(lab: Lab, host: string, time: string): Promise<Map<string, string[]>> {
  const { stdout } = await lab.onHost(host, 'journalctl _PID=1 -o json --no-pager --since "$1"', {
    args: [time],
  });
  const jobs = new Map<string, string[]>();
  for (const line of stdout.split('\n').filter(Boolean)) {
    const { UNIT: unit, JOB_TYPE: type, JOB_RESULT: result } = JSON.parse(line) as Record<string, string>;
    if (!unit || !type || !result) continue;
    const said = result === 'done' ? type : `${type}:${result}`;
    const own = jobs.get(unit) ?? [];
    jobs.set(unit, own.at(-1) === said ? own : [...own, said]);
  }
  for (const [unit, own] of jobs)
    jobs.set(
      unit,
      own.filter((job, index) => job !== 'start' || own[index - 1] !== 'restart'),
    );
  return jobs;
}

/** Keys whose value is not that of the clean host. */
export function sysctlSince(clean: Surrounding, after: Surrounding): Record<string, object> {
  const keys = new Set([...Object.keys(clean.sysctl), ...Object.keys(after.sysctl)]);
  return Object.fromEntries(
    [...keys]
      .toSorted()
      .filter((key) => clean.sysctl[key] !== after.sysctl[key])
      .map((key) => [key, { before: clean.sysctl[key] ?? null, after: after.sysctl[key] ?? null }]),
  );
}

/** The files of a folder, by path: content and mode. */
export function filesBelow(folder: string): NonNullable<RecordedRun['project_files']> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted();
  return Object.fromEntries(
    paths.map((path) => {
      const { mode } = statSync(join(folder, path));
      const content = readFileSync(join(folder, path), 'utf8');
      return [path, { content, mode: (mode & 0o7777).toString(8).padStart(4, '0') }];
    }),
  );
}
