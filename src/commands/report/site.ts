import { createHash } from 'node:crypto';
import type { History } from '../../history/history.ts';
import { newestChecks } from '../../history/questions/newest-checks.ts';
import { listRuns, type RunSummary, runSummaries } from '../../history/questions/runs.ts';
import { page } from '../../report/page/page.ts';
import { runList } from '../../report/page/run-list.ts';
import type { Shown, Site } from '../../serve/answer.ts';
import { keptDocument } from './kept-document.ts';

/** Runs of the list. */
const LISTED = 100;
/** Pages that are kept in memory: those that were asked for last. */
const REMEMBERED = 4;

/**
 * The pages of a history: `/` the newest drift check, or a list where there are several; `/checks/KEY` the newest of one
 * of them; `/runs` the last runs; `/runs/NUMBER` one run. `virtfleet` is the version that makes the pages.
 */
export function historySite(history: History, virtfleet: string): Site {
  const made = new Map<string, Promise<string>>();
  const shown = (contents: unknown, make: (version: string) => Promise<string>): Shown => {
    const version = digest([virtfleet, contents]);
    return { version, html: () => remembered(made, version, make) };
  };
  const ofRun = async (run: RunSummary): Promise<Shown> => {
    const seen = run.ended ?? (await outcomesSoFar(history, run.number));
    return shown([run, seen], async (version) => page(await keptDocument(history, run, version)));
  };
  const overview = async (): Promise<Shown> => {
    const checks = await newestChecks(history);
    const [only, ...others] = checks;
    if (only && others.length === 0) return ofRun(only);
    const runs = checks.map((run) => ({ run, href: `/checks/${keyOf(run)}` }));
    return shown(['checks', checks], async (version) => runList({ ...CHECKS, runs, version }));
  };
  const lastRuns = async (): Promise<Shown> => {
    const all = await listRuns(history, {}, LISTED);
    const runs = all.map((run) => ({ run, href: `/runs/${run.number}` }));
    return shown(['runs', all], async (version) => runList({ ...RUNS, runs, version }));
  };
  return async (path) => {
    if (path === '/') return overview();
    if (path === '/runs') return lastRuns();
    const run = await runAt(history, path);
    return run && ofRun(run);
  };
}

const RUN = /^\/runs\/(\d{1,9})$/;
const CHECK = /^\/checks\/([0-9a-f]{12})$/;

async function runAt(history: History, path: string): Promise<RunSummary | undefined> {
  const number = RUN.exec(path)?.[1];
  if (number !== undefined) return (await runSummaries(history, [Number(number)]))[0];
  const key = CHECK.exec(path)?.[1];
  if (key === undefined) return undefined;
  return (await newestChecks(history)).find((run) => keyOf(run) === key);
}

const CHECKS = {
  title: 'The newest of each drift check',
  none: 'No drift check has ended yet. virtfleet drift PLAYBOOK makes one.',
};
const RUNS = { title: 'The last runs', none: 'No run is kept yet.' };

/** What one check has in common from time to time, as a word that can stand in an address. */
function keyOf({ schedule, playbooks, inventory, limit, tags, skip_tags }: RunSummary): string {
  return digest([schedule, playbooks, inventory, limit, tags, skip_tags]).slice(0, 12);
}

async function outcomesSoFar(history: History, run: number): Promise<number> {
  const row = await history
    .selectFrom('outcomes')
    .select('seq')
    .where('run', '=', run)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 0;
}

function digest(contents: unknown): string {
  return createHash('sha256').update(JSON.stringify(contents)).digest('hex').slice(0, 32);
}

/** Makes a page once for each version; one that cannot be made is tried again. */
function remembered(
  made: Map<string, Promise<string>>,
  version: string,
  make: (version: string) => Promise<string>,
): Promise<string> {
  const known = made.get(version) ?? make(`"${version}"`);
  made.delete(version);
  made.set(version, known);
  known.catch(() => made.delete(version));
  for (const old of [...made.keys()].slice(0, -REMEMBERED)) made.delete(old);
  return known;
}
