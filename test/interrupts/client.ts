import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { lab } from '../lab/lab.ts';
import type { Kind } from './kinds.ts';

/** How a run is interrupted. */
export const WAYS = ['once', 'twice', 'kill'] as const;
export type Way = (typeof WAYS)[number];

/** What came of a client. */
export interface Ended {
  code: number | null;
  /** Milliseconds since the last signal, and those of them in which it could have gone on and had no processor. */
  after: number;
  starved: number;
  said: string;
}

/** A run as the operator started it; with prompts on a terminal of its own, where they are answered. */
export function start(argv: readonly string[], answers: Kind['answers'] = []) {
  const typed = argv.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const words = answers.length > 0 ? ['script', '-qefc', `exec ${typed}`, '/dev/null'] : argv;
  const [program = '', ...rest] = lab.command(words);
  const child = spawn(program, rest);
  let said = '';
  const waiting = [...answers];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [next] = waiting;
      if (!next || !said.includes(next.prompt)) return;
      waiting.shift();
      setTimeout(() => child.stdin.write(`${next.answer}\r`), 100);
    });
  child.stdin.on('error', () => undefined);
  let [at, before, now] = [0, 0, 0];
  let isOver = false;
  const looking = setInterval(() => {
    now = starvedFor(clients(child, answers.length > 0)) ?? now;
  }, 25);
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      clearInterval(looking);
      isOver = true;
      const times = at > 0 ? { after: performance.now() - at, starved: now - before } : NO_TIME;
      resolve({ code, ...times, said });
    });
  });
  const strike = (signal: NodeJS.Signals) => {
    if (isOver) return;
    [at, before] = [performance.now(), now];
    for (const pid of clients(child, answers.length > 0)) kill(pid, signal);
  };
  return { ended, strike };
}

/** Of one that had ended before it was to be interrupted. */
const NO_TIME = { after: 0, starved: 0 };

/** Milliseconds that the first of these waited for a processor so far (proc(5), `schedstat`). */
function starvedFor([pid]: readonly number[]): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[1]) / 1e6;
  } catch {
    return undefined;
  }
}

/** Below `script` it is its child. */
function clients({ pid = 0 }: ChildProcess, isBelow: boolean): number[] {
  if (!isBelow) return [pid];
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

/** Lets a run go on for some milliseconds, and interrupts it; twice within `gap` milliseconds. */
export async function interrupted(
  argv: readonly string[],
  answers: Kind['answers'],
  { way, delay, gap }: { way: Way; delay: number; gap: number },
): Promise<Ended> {
  const { ended, strike } = start(argv, answers);
  await Promise.race([sleep(delay), ended]);
  strike(way === 'kill' ? 'SIGKILL' : 'SIGINT');
  if (way === 'twice') {
    await Promise.race([sleep(gap), ended]);
    strike('SIGINT');
  }
  return ended;
}

/** What is left of a client in the namespace of the operator that names this file: nothing must be. */
export async function leftovers(named: string): Promise<string> {
  const { stdout: namespace } = await lab.exec(['readlink', '-n', '/proc/self/ns/net']);
  const lines = readdirSync('/proc').flatMap((entry) => {
    try {
      if (!/^\d+$/.test(entry) || readlinkSync(`/proc/${entry}/ns/net`) !== namespace) return [];
      const line = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      return line.includes(named) || line.startsWith('ssh ') ? [line] : [];
    } catch {
      // It has ended.
      return [];
    }
  });
  return lines.join('\n');
}
