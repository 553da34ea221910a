import { randomUUID } from 'node:crypto';
import { announcer } from './engine/announce.ts';
import { runFleet } from './engine/fleet.ts';
import { hiddenTexts } from './hidden-texts.ts';
import type { Interrupts } from './plan/interrupts.ts';
import type { Listener } from './plan/run-event.ts';
import type { Resolved } from './resolve.ts';
import { hostsOf } from './run-hosts.ts';
import type { RunRequest } from './run-request.ts';

/**
 * A run from its start to its end: observe, plan and, in mode `apply`, perform, on all hosts at once. Listeners get
 * the events. Resolves to bugs of Virtfleet. Each also has an outcome; the caller reports the stack.
 */
export async function run(
  resolved: Resolved,
  request: RunRequest,
  listeners: readonly Listener[],
  interrupts: Interrupts,
): Promise<readonly unknown[]> {
  const { selection, connection, mode, owner: operator, pausing, passed, rollouts } = request;
  const { plays } = resolved;
  const id = randomUUID();
  const bugs: unknown[] = [];
  const announce = announcer({
    run: id,
    listeners,
    conceal: (data) => hiddenTexts.concealAll(data),
    now: Date.now,
    failed: (error) => bugs.push(error),
  });
  const { runs, close } = hostsOf(resolved, request, { id, announce }, interrupts);
  const playbook = selection.playbooks.join(' ');
  announce({ type: 'run-started', playbook, mode, operator, hosts: [...runs.keys()] });
  for (const { name, batches } of plays)
    announce({ type: 'play-started', play: name, hosts: batches.flat() });
  try {
    await runFleet(plays, runs, {
      ...{ mode, forks: connection.forks, announce, signal: interrupts.signal },
      ...{ pausing, passed, rollouts },
    });
  } finally {
    await close();
  }
  announce({ type: 'run-ended', interrupted: interrupts.signal.aborted });
  return [...runs.values()].flatMap((host) => host.bugs).concat(bugs);
}
