import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { News } from '../../src/engine/announce.ts';
import { runFleet } from '../../src/engine/fleet.ts';
import type { Observations } from '../../src/engine/script/observations.ts';
import type { Outcome } from '../../src/plan/outcome.ts';
import { resolve } from '../../src/resolve.ts';
import { hostsOf } from '../../src/run-hosts.ts';
import type { RunRequest } from '../../src/run-request.ts';

const root = join(import.meta.dirname, '../..');

/** A run with what no report has: plans with their steps, what is known of each host, and scripts sent to it. */
export interface OperatorRun {
  outcomes: readonly Outcome[];
  /** What is known of each host at the end; in a dry run as it would be. */
  known: ReadonlyMap<string, Observations>;
  roundTrips: ReadonlyMap<string, number>;
}

/** Runs playbooks as the command does, in this process on the operator's machine, and gives all that is known then. */
export async function operatorRun(
  playbook: string,
  inventory: readonly string[],
  mode: RunRequest['mode'],
): Promise<OperatorRun> {
  const { username: user, uid } = userInfo();
  const request: RunRequest = {
    selection: {
      playbooks: [playbook],
      inventory,
      limit: undefined,
      tags: [],
      skipTags: [],
      extraVars: {},
      templateFolders: [join(root, 'templates')],
    },
    connection: {
      become: false,
      becomePassword: undefined,
      login: {},
      forks: 50,
      acceptNew: false,
      connectTimeout: 10,
      local: { user, uid, home: homedir(), env: process.env },
    },
    mode,
    partial: false,
    owner: 'lab',
  };
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const outcomes: Outcome[] = [];
  const known = new Map<string, Observations>();
  const resolved = await resolve(request);
  const id = randomUUID();
  const announce = (news: News) => {
    if (news.type === 'task-ended') outcomes.push(news.outcome);
  };
  const { runs, close } = hostsOf(
    resolved,
    request,
    {
      id,
      announce,
      known: (host, observed) => void known.set(host, observed),
    },
    { signal, cut: signal },
  );
  await runFleet(resolved.plays, runs, {
    mode: request.mode,
    forks: request.connection.forks,
    announce,
    signal,
  }).finally(close);
  for (const { bugs } of runs.values()) for (const bug of bugs) throw bug;
  return {
    outcomes,
    known,
    roundTrips: new Map([...runs].map(([name, host]) => [name, host.connection.roundTrips])),
  };
}
