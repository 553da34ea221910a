import type { History } from '../history/history.ts';
import { prune } from '../history/prune.ts';
import { compareRuns } from '../history/questions/compare-runs.ts';
import { exportLines } from '../history/questions/export.ts';
import { findRun } from '../history/questions/find-run.ts';
import { lastInStep, visitsOf } from '../history/questions/host-history.ts';
import { keptRun } from '../history/questions/kept-run.ts';
import { resourcesOf, sightingsOf } from '../history/questions/resource-history.ts';
import { outcomesOf } from '../history/questions/run-outcomes.ts';
import { listRuns, type RunFilter, runSummary } from '../history/questions/runs.ts';
import { timeBefore } from '../history/questions/time-before.ts';
import { timeline } from '../history/questions/timeline.ts';
import { comparisonLines } from '../history/screens/comparison.ts';
import { hostLines } from '../history/screens/host-page.ts';
import { resourceLines } from '../history/screens/resource-page.ts';
import { runJsonOf, writeRun } from '../history/screens/run-page.ts';
import { runLines } from '../history/screens/runs-table.ts';
import { HOST_STATES } from '../history/tables.ts';
import { didYouMean } from '../template/suggest.ts';
import type { Io } from './command.ts';
import type { history as declaration } from './declaration/history.ts';
import { UsageError, type Values } from './declaration/option.ts';
import { historyToRead } from './execution/history-to-read.ts';

type Chosen = Values<(typeof declaration)['options']>;

interface Question {
  history: History;
  words: readonly string[];
  options: Chosen;
  filter: RunFilter;
  io: Io;
}

/** What `virtfleet history` can be asked, and how many words follow. */
const QUESTIONS: Readonly<
  Record<string, { words: number; usage: string; ask(question: Question): Promise<void> }>
> = {
  list: { words: 0, usage: 'list', ask: list },
  show: { words: 1, usage: 'show RUN', ask: show },
  host: { words: 1, usage: 'host NAME', ask: host },
  network: { words: 1, usage: 'network HOST/NAME', ask: network },
  diff: { words: 2, usage: 'diff RUN RUN', ask: diff },
  prune: { words: 0, usage: 'prune --keep 90d', ask: pruned },
  export: { words: 0, usage: 'export', ask: exported },
};

/** Answers `virtfleet history WORDS`. Throws UsageError for what cannot be meant or is not there. */
export async function askHistory(all: readonly string[], options: Chosen, io: Io): Promise<number> {
  const [name = 'list', ...words] = all;
  const question = Object.hasOwn(QUESTIONS, name) ? QUESTIONS[name] : undefined;
  if (!question) {
    const { hint } = didYouMean(name, Object.keys(QUESTIONS));
    throw new UsageError(`there is no "history ${name}".${hint === undefined ? '' : ` ${hint}`}`);
  }
  if (words.length !== question.words)
    throw new UsageError(`it is written virtfleet history ${question.usage}.`);
  const filter = filterOf(options);
  const history = await historyToRead(options.history, io);
  try {
    await question.ask({ history, words, options, filter, io });
    return 0;
  } finally {
    await history.destroy();
  }
}

async function list({ history, filter, options, io }: Question): Promise<void> {
  const runs = await listRuns(history, filter, options.limit);
  if (options.format === 'json') json(io, { version: 1, runs });
  else lines(io, runs.length > 0 ? runLines(runs, io.width) : ['No run fits.']);
}

async function show({ history, words: [word = ''], options, io }: Question): Promise<void> {
  const run = await runSummary(history, await named(history, word));
  const record = await keptRun(history, run);
  if (options.format === 'json') io.out(runJsonOf(record, options.diff));
  else writeRun(record, { ...options, write: io.out, color: io.color, width: io.width });
}

async function host({ history, words: [name = ''], filter, options, io }: Question): Promise<void> {
  const visits = await visitsOf(history, name, filter.since, options.limit);
  if (visits.length === 0) throw new UsageError(`no run that is kept was on a host ${name}.`);
  const inStep = await lastInStep(history, name);
  if (options.format === 'json')
    json(io, { version: 1, host: name, lastInStep: inStep ?? null, runs: visits });
  else lines(io, hostLines({ host: name, visits, lastInStep: inStep }, io.width));
}

async function network({ history, words: [word = ''], options, io }: Question): Promise<void> {
  const [, name = '', network = ''] = /^([^/]+)\/(.+)$/.exec(word) ?? [];
  if (network === '') throw new UsageError('a network is named HOST/NAME, such as hv01/default.');
  const episodes = timeline(await sightingsOf(history, name, `network ${network}`));
  if (episodes.length === 0) {
    const known = (await resourcesOf(history, name)).flatMap((one) => /^network (.*)/.exec(one)?.[1] ?? []);
    const others = known.length > 0 ? ` Kept of ${name}: ${known.join(', ')}.` : '';
    throw new UsageError(`no run that is kept was about network ${network} on ${name}.${others}`);
  }
  if (options.format === 'json') json(io, { version: 1, host: name, network, episodes });
  else lines(io, resourceLines(`network ${network} on ${name}`, episodes, io.width));
}

async function diff({ history, words: [first = '', second = ''], options, io }: Question): Promise<void> {
  const runs = await Promise.all([first, second].map((word) => named(history, word)));
  const [before, after] = await Promise.all(runs.map((number) => runSummary(history, number)));
  if (!before || !after) return;
  const differences = compareRuns(await outcomesOf(history, before), await outcomesOf(history, after));
  if (options.format === 'json') json(io, { version: 1, before, after, differences });
  else lines(io, comparisonLines({ before, after, differences }, io.width));
}

async function pruned({ history, options, io }: Question): Promise<void> {
  if (options.keep === undefined) throw new UsageError('prune needs --keep, such as --keep 90d.');
  const count = await prune(history, time('--keep', options.keep));
  if (options.format === 'json') json(io, { version: 1, removed: count });
  else io.out(`${count === 1 ? '1 run was' : `${count} runs were`} removed.\n`);
}

async function exported({ history, filter, io }: Question): Promise<void> {
  for await (const text of exportLines(history, filter)) {
    io.signal.throwIfAborted();
    io.out(text);
  }
}

function filterOf({ host, status, since, playbook }: Chosen): RunFilter {
  const states = [...HOST_STATES, 'unfinished'] as const;
  const state = states.find((one) => one === status);
  if (status !== undefined && state === undefined)
    throw new UsageError(`--status expects one of ${states.join(', ')}, not "${status}".`);
  return {
    ...(host !== undefined && { host }),
    ...(state !== undefined && { status: state }),
    ...(since !== undefined && { since: time('--since', since) }),
    ...(playbook !== undefined && { playbook }),
  };
}

function time(option: string, written: string): string {
  const found = timeBefore(written, Date.now());
  if (found === undefined)
    throw new UsageError(`${option} expects a time such as 90d, 36h or 2026-11-28, not "${written}".`);
  return found;
}

async function named(history: History, word: string): Promise<number> {
  return findRun(history, word).catch((error: unknown) => {
    throw new UsageError(reason(error));
  });
}

function lines(io: Io, all: readonly string[]): void {
  io.out(all.map((line) => `${line}\n`).join(''));
}

function json(io: Io, document: unknown): void {
  io.out(`${JSON.stringify(document, undefined, 2)}\n`);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
