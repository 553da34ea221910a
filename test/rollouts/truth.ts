import type { TaskRecord } from '../../src/plan/task-record.ts';
import type { Ended } from './command.ts';
import { lab } from './stage.ts';

/** For each task of the rollout: what shows on a host that it was done. */
const DONE: Readonly<Record<string, string>> = {
  'network lab':
    'virsh net-dumpxml lab --inactive | grep -q 1400 && ip link show virbr7 | grep -q "mtu 1400"',
  'network extra': 'virsh net-info extra | grep -q "^Active: *yes"',
  '/etc/lab.conf': 'grep -q after /etc/lab.conf',
};

/** What a report says that is not so: of each task that it calls done, undone or unbegun, by a look at the host. */
export async function liesIn({ events }: Ended): Promise<string[]> {
  const records = events.flatMap((event) => (event.type === 'task-ended' ? [event] : []));
  const said = await Promise.all(records.map(lieOf));
  return said.flat();
}

async function lieOf({ host, task, resource, status, message }: TaskRecord): Promise<string[]> {
  const shows = Object.entries(DONE).find(([name]) => `${task} ${resource}`.includes(name))?.[1];
  const expected = EXPECTED[status];
  if (shows === undefined || expected === undefined) return [];
  const { code } = await lab.onHost(host, shows);
  return (code === 0) === expected
    ? []
    : [`${host}: ${task} is "${status}" (${message ?? ''}), and the host says otherwise`];
}

/** Whether a task with this status has been done; what may be either is not here. */
const EXPECTED: Partial<Record<TaskRecord['status'], boolean>> = {
  ...{ ok: true, changed: true },
  ...{ 'not-started': false, unreachable: false, blocked: false, reverted: false },
};
