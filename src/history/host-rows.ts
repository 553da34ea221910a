import { recap, type Status } from '../plan/outcome.ts';
import type { TaskRecord } from '../plan/task-record.ts';
import { HOST_STATES, type HostState, type HostTable } from './tables.ts';

/** The row of a host by its outcomes; `isDone` when there will be no more of them. */
export function hostRow(
  run: number,
  host: string,
  outcomes: readonly Pick<TaskRecord, 'status' | 'ignored' | 'rescued'>[],
  isDone: boolean,
): HostTable {
  const {
    ok,
    changed,
    failed,
    skipped,
    blocked,
    unreachable,
    rescued,
    'not-started': not_started,
  } = recap(outcomes);
  const counts = { ok, changed, failed, skipped, blocked, unreachable, rescued, not_started };
  return { run, host, state: isDone ? stateOf(outcomes) : null, ...counts };
}

/** The worst of what the outcomes say. */
function stateOf(outcomes: readonly Pick<TaskRecord, 'status' | 'ignored' | 'rescued'>[]): HostState {
  const ranks = outcomes.map(({ status, ignored, rescued }) =>
    (ignored || rescued) && status !== 'lost' ? 0 : HOST_STATES.indexOf(STATES[status]),
  );
  return HOST_STATES[Math.max(0, ...ranks)] ?? 'ok';
}

const STATES: Readonly<Record<Status, HostState>> = {
  ok: 'ok',
  skipped: 'ok',
  changed: 'changed',
  'would-change': 'differs',
  'not-started': 'not-started',
  unreachable: 'unreachable',
  blocked: 'blocked',
  failed: 'failed',
  'not-converged': 'failed',
  reverted: 'failed',
  lost: 'lost',
};
