import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Asked } from '../../history/asked.ts';
import type { History } from '../../history/history.ts';
import { inventoryHash } from '../../history/inventory-hash.ts';
import { findRun } from '../../history/questions/find-run.ts';
import { askedOf, hostsIn, lastRunOf, passedWaves } from '../../history/questions/resumable.ts';
import { type RunSummary, runSummary } from '../../history/questions/runs.ts';
import type { Problem } from '../../problem.ts';
import { counted, listed, ranges } from '../../report/fold.ts';
import { formatWarnings } from '../../report/problems.ts';
import { when } from '../../report/when.ts';
import { type Io, machineOf, NothingToDo } from '../command.ts';
import { UsageError } from '../declaration/option.ts';
import { run as declaration } from '../declaration/run.ts';
import { commitOf } from '../execution/commit.ts';
import { historyToRead } from '../execution/history-to-read.ts';
import { isSaid, KEPT, keptOf, type RunOptions } from './asked-for.ts';
import type { GivenVars } from './given-vars.ts';
import { askedHere, cannot, refuse } from './refusals.ts';

/** A run that is gone on with: what it was asked for, with the hosts that are not done. */
export interface Resumption {
  /** The number of the run. */
  resumes: number;
  playbooks: readonly string[];
  options: RunOptions;
  /** By play, what the waves were for that need not come again. */
  passed: ReadonlyMap<string, readonly string[]>;
  /** The values of `-e` that it had. */
  given: GivenVars;
  /** What there is to say of it, once it is sure that it goes on. */
  notes: string;
}

/**
 * What `--resume` goes on with: the run that it names, else the last one, of the playbooks that are given if any are.
 * Throws UsageError or ProblemError where that cannot be, and NothingToDo where all hosts are done.
 */
export async function resumptionOf(
  words: readonly string[],
  options: RunOptions,
  io: Io,
): Promise<Resumption> {
  const { name, playbooks: given } = named(words, options);
  const history = await historyToRead(options.history, io);
  try {
    const number = await numberOf(history, name, given);
    const run = await runSummary(history, number);
    const kept = await askedOf(history, number);
    const left = await hostsIn(history, number, 'not-done');
    refuse(run, kept, io);
    if (left.length === 0)
      throw new NothingToDo(
        `Nothing to resume: run ${number} of ${when(run.started)} came to its end on all of its hosts.`,
      );
    const asked = askedHere(run, kept, options, io);
    const wrong = disagreements({ playbooks: given, options }, { playbooks: run.playbooks, asked });
    if (wrong.length > 0) throw cannot(`Run ${number} was started ${wrong.join(', and ')}.`);
    const warnings = await changedSince(run, io);
    const all = Object.values(run.hosts).reduce((sum, count) => sum + count, 0);
    const what = `${left.length} of ${counted(all, 'host')} ${left.length === 1 ? 'is' : 'are'} not done`;
    const head = `Resuming run ${number} of ${when(run.started)}: ${what}: ${listed(ranges(left), io.width)}\n`;
    return {
      notes: `${warnings.length > 0 ? formatWarnings(warnings, io) : ''}${head}`,
      resumes: number,
      playbooks: run.playbooks,
      options: { ...options, ...keptOf(asked), limit: `@not-done:${number}`, resume: undefined },
      // A canary of other playbooks or of another inventory has shown nothing of these.
      passed: warnings.some(({ code }) => code === OTHER) ? new Map() : await passedWaves(history, number),
      given: asked,
    };
  } finally {
    await history.destroy();
  }
}

/** The word behind `--resume` may be the first playbook. */
function named(words: readonly string[], { resume }: RunOptions) {
  if (typeof resume !== 'string') return { name: undefined, playbooks: words };
  const isRun = /^(?:\d{1,9}|[0-9a-f-]{4,36}|last)$/.test(resume);
  return isRun ? { name: resume, playbooks: words } : { name: undefined, playbooks: [resume, ...words] };
}

async function numberOf(history: History, name: string | undefined, playbooks: readonly string[]) {
  if (name !== undefined)
    return findRun(history, name).catch((error: Error) => {
      throw new UsageError(error.message);
    });
  const number = await lastRunOf(history, playbooks);
  if (number === undefined)
    throw new NothingToDo(
      playbooks.length > 0
        ? `Nothing to resume: no run of ${playbooks.join(' ')} is kept.`
        : 'Nothing to resume: no run is kept.',
    );
  return number;
}

/** What was given again and is not as it was. */
function disagreements(
  given: { playbooks: readonly string[]; options: RunOptions },
  was: { playbooks: readonly string[]; asked: Asked },
): string[] {
  const playbooks =
    given.playbooks.length > 0 && !isDeepStrictEqual(given.playbooks, was.playbooks)
      ? [`with ${was.playbooks.join(' ')}`]
      : [];
  const others = KEPT.filter(
    (name) => isSaid(name, given.options) && !isDeepStrictEqual(given.options[name], was.asked.options[name]),
  );
  return [...playbooks, ...others.map((name) => saidOf(name, was.asked.options[name]))];
}

function saidOf(name: (typeof KEPT)[number], value: unknown): string {
  const [flag] = /--[\w-]+/.exec(declaration.options[name].flags) ?? [name];
  if (value === undefined) return `without ${flag}`;
  return value === true ? `with ${flag}` : `with ${flag} ${[value].flat().join(',')}`;
}

const OTHER = 'resumed-other-input';
const AGAIN = 'Its waves, if any, begin again.';

/** What the run is planned from may be another by now. */
async function changedSince(run: RunSummary, io: Io): Promise<Problem[]> {
  const now = await commitOf(dirname(run.playbooks[0] ?? '.'));
  const warnings: Problem[] = [];
  const warn = (summary: string, detail: string, code = 'resumed-otherwise') =>
    warnings.push({ code, summary, detail });
  if (now?.id !== run.commit?.id)
    warn(
      'The playbooks are of another commit',
      `${short(run.commit)} then, ${short(now)} now. ${AGAIN}`,
      OTHER,
    );
  else if (!now)
    warn(
      'The playbooks may have changed',
      `They are in no git repository, which would tell. ${AGAIN}`,
      OTHER,
    );
  else if (now.changed || run.commit?.changed)
    warn('The playbooks may have changed', `They are not as commit ${short(now)} has them. ${AGAIN}`, OTHER);
  if (inventoryHash(run.inventory) !== run.inventory_hash)
    warn(
      'The inventory has changed',
      `${run.inventory.join(', ')} is not as it was in run ${run.number}. ${AGAIN}`,
      OTHER,
    );
  if (run.ended === undefined && run.machine !== machineOf(io))
    warn('Nobody can see here whether the run goes on', `It was started on ${run.machine}, and has no end.`);
  return warnings;
}

function short(commit: { id: string } | null | undefined): string {
  return commit ? commit.id.slice(0, 12) : 'none';
}
