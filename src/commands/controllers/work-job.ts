import { setTimeout as sleep } from 'node:timers/promises';
import { type Claimed, giveBack, type JobResult, LEASE, renew, settle } from '../../controllers/claim.ts';
import type { Database } from '../../controllers/database.ts';
import { LONGEST_WAIT } from '../../duration.ts';
import type { Io } from '../command.ts';
import { type Ended, performInChild } from './child.ts';

/** Milliseconds between two times that a worker says that it still has a job. */
const RENEW = LEASE / 4;
/** Milliseconds between two attempts to write a result. */
const AGAIN = 1_000;

/** Exit codes after which a result is known, whatever was found: those of `drift`, `audit` and `run`. */
const DONE: ReadonlySet<number> = new Set([0, 2, 3, 4]);

interface Doing {
  file: string;
  /** As `--history` is written. */
  history: string;
  database: Database;
}

/** Does a job that a worker has, and says in a few words what became of it. `stop` gives it back. */
export async function workJob(job: Claimed, doing: Doing, stop: AbortSignal, io: Io): Promise<string> {
  const { database, file, history } = doing;
  const over = performance.now() + job.left;
  const gone = new AbortController();
  const deadline = setTimeout(() => gone.abort('the deadline passed'), Math.min(job.left, LONGEST_WAIT));
  const keeping = keep(job, database, gone);
  try {
    const given = { file, name: job.name, kind: job.kind, hosts: [...job.hosts], history };
    const ended = await performInChild(given, AbortSignal.any([stop, gone.signal]), io);
    if (ended !== 'stopped') return await written(job, resultOf(job, ended), { database, over });
    if (gone.signal.aborted) return String(gone.signal.reason);
    const isBack = await database.ask((db) => giveBack(db, job, 'its worker stopped')).catch(() => false);
    return isBack ? 'given back' : 'stopped';
  } finally {
    clearTimeout(deadline);
    clearInterval(keeping);
  }
}

/** Says again and again that the job is being done; aborts `gone` once another worker may begin it. */
function keep(job: Claimed, database: Database, gone: AbortController): NodeJS.Timeout {
  let last = performance.now();
  return setInterval(async () => {
    const asked = performance.now();
    try {
      if (await database.ask((history) => renew(history, job))) last = asked;
      else gone.abort('another worker has it');
    } catch {
      // It may come back.
    }
    if (performance.now() - last > LEASE) gone.abort('the database was away for too long');
  }, RENEW);
}

function resultOf(job: Claimed, ended: Exclude<Ended, 'stopped'>): JobResult {
  if ('failure' in ended) return { exitCode: 1, failure: ended.failure };
  const { exitCode, complaint } = ended;
  if (!DONE.has(exitCode)) return { exitCode, failure: `it ended with ${exitCode}` };
  // A host that no play is about after all has nothing to do.
  return {
    exitCode,
    complaint,
    hosts: new Map(job.hosts.map((host) => [host, ended.hosts[host] ?? 'not-started'])),
  };
}

async function written(
  job: Claimed,
  result: JobResult,
  { database, over }: { database: Database; over: number },
): Promise<string> {
  while (performance.now() < over) {
    try {
      const isWritten = await database.ask((history) => settle(history, job, result));
      if (!isWritten) return 'its result counts no more: another worker has it, or it was too late';
      if ('failure' in result) return `failed: ${result.failure}`;
      const but = result.complaint === undefined ? '' : `, but ${result.complaint}`;
      return `ended with ${result.exitCode}${but}`;
    } catch {
      await sleep(AGAIN);
    }
  }
  return 'its result could not be written in time';
}
