import { join } from 'node:path';
import type { News } from '../../../src/engine/announce.ts';
import { playsOf, runFleet } from '../../../src/engine/fleet.ts';
import { HostRun } from '../../../src/engine/host.ts';
import type { Disruption, GuestInterface } from '../../../src/plan/change.ts';
import type { GuestLinksRead } from '../../../src/plan/guest-links.ts';
import type { Interrupts } from '../../../src/plan/interrupts.ts';
import type { Mode } from '../../../src/plan/outcome.ts';
import type { Pausing } from '../../../src/plan/rollout.ts';
import type {
  HostPlay,
  HostTree,
  ResolvedPlay,
  ResolvedTask,
} from '../../../src/playbook/resolve/resolved-play.ts';
import { localHost, undelegated } from '../local-host.ts';
import { fileModule, task } from '../task.ts';
import { UNINTERRUPTED } from '../uninterrupted.ts';

/** What a play of a test says, beside the tasks of each host. */
export type Said = Partial<Pick<ResolvedPlay, 'inWaves' | 'budget' | 'batches' | 'gates' | 'isLinear'>>;

const IN_WAVES: Said = { inWaves: { canaries: [] } };

/** What happened, in words: `hv01 changed`, `wave 1 begins: hv01`. */
export interface Happened {
  log: string[];
  /** Why tasks did not start, by host. */
  notStarted: Record<string, string>;
}

interface Play {
  said?: Said;
  tasks(host: string, folder: string): HostTree[];
  /** What is looked at behind each wave. */
  verify?(host: string, folder: string): HostTree[];
}

interface RunOptions {
  mode?: Mode;
  forks?: number;
  links?: GuestLinksRead;
  onEvent?(news: News): void;
  pausing?: Pausing;
  passed?: ReadonlyMap<string, readonly string[]>;
  interrupts?: Interrupts;
}

interface Options {
  name?: string;
  fails?: boolean;
  consent?: Disruption;
  guests?: GuestInterface[];
}

/** A task that changes a file of its host, and disturbs this much; one that `fails` does not manage to. */
export function disturbing(
  folder: string,
  disruption: Disruption,
  { name = 'file', fails = false, consent = 'link', guests = [] }: Options = {},
): ResolvedTask {
  const definition = fileModule(
    (path, content) =>
      fails ? [{ do: 'run', argv: ['false'] }] : [{ do: 'write', path, content, mode: '0644' }],
    { what: 'file', impact: { disruption, guests } },
  );
  return task(definition, { path: join(folder, name), content: 'x' }, { name, consent });
}

/** Runs plays; the tasks of each host are made for a folder of its own. */
export async function waved(
  hosts: readonly string[],
  plays: readonly Play[],
  {
    mode = 'apply',
    forks = 50,
    links,
    onEvent,
    pausing,
    passed,
    interrupts = UNINTERRUPTED,
  }: RunOptions = {},
): Promise<Happened> {
  const local = new Map(hosts.map((name) => [name, localHost()]));
  const resolved = plays.map(({ said = IN_WAVES, tasks, verify }, index): ResolvedPlay => {
    const own = [...local].map(([name, { folder }]) => [
      name,
      {
        tasks: tasks(name, folder),
        handlers: [],
        ...(verify && { verify: verify(name, folder) }),
      },
    ]) as [string, HostPlay][];
    return { name: `play ${index + 1}`, batches: [hosts], hosts: new Map(own), ...said };
  });
  const log: string[] = [];
  const notStarted: Record<string, string> = {};
  const announce = (news: News) => {
    if (news.type === 'task-ended' && news.outcome.status === 'not-started')
      notStarted[news.outcome.host] = news.outcome.message ?? '';
    onEvent?.(news);
    const line = lineOf(news);
    if (line !== undefined) log.push(line);
  };
  const settings = { mode, partial: false, announce, dependencies: [], delegate: undelegated };
  const runs = new Map(
    [...local].map(([name, { remote }]) => [
      name,
      new HostRun(name, playsOf(name, resolved), remote, { ...settings, interrupts, guestLinks: links }),
    ]),
  );
  await runFleet(resolved, runs, { mode, forks, announce, signal: interrupts.signal, pausing, passed });
  return { log, notStarted };
}

function lineOf(news: News): string | undefined {
  switch (news.type) {
    case 'rollout-planned':
      return news.waves.map(({ what, hosts }) => `${what}: ${hosts.join(' ')}`).join(' | ');
    case 'wave-started':
      return `wave ${news.wave} begins: ${news.hosts.join(' ')}`;
    case 'wave-ended':
      return `wave ${news.wave} ends; failed: ${news.failed.join(' ')}`;
    case 'rollout-stopped':
      return `stopped behind wave ${news.wave}: ${news.why}`;
    case 'gate-ended':
      if (news.passed && (news.gate === 'drift' || news.gate === 'guests')) return undefined;
      return `${news.gate} behind wave ${news.wave}: ${news.message ?? 'passed'}`;
    case 'task-ended':
      return news.outcome.status === 'not-started'
        ? undefined
        : `${news.outcome.host} ${news.outcome.status}${news.outcome.task === 'file' ? '' : ` ${news.outcome.task}`}`;
    default:
      return undefined;
  }
}
