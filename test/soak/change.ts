import { applied, forecast, type HostForecast, unlikePredicted } from '../lab/forecast.ts';
import { lab } from '../lab/lab.ts';
import { isUntilBoot, type Site } from './parts/index.ts';
import { CONFIRM } from './parts/links.ts';
import { partOf } from './playbook.ts';
import { dropLocks } from './residue.ts';
import { atRest } from './rest.ts';
import { type Ran, run } from './run.ts';
import { type Stage, siteFile, write } from './stage.ts';
import { type Edits, edited, type Step, type Struck } from './step.ts';
import { type Watched, watching } from './watch.ts';

type Forecasts = Readonly<Record<string, HostForecast>>;

/** What a step came to: what was not as it should have been, and whether its fault struck. */
export interface Performed {
  wrong: readonly string[];
  wasStruck?: boolean;
  /** Seconds for which a host was out of reach at most. */
  unreachable?: number;
}

/** Brings hosts to new sites, and looks at all that was promised of it. */
export async function change(
  stage: Stage,
  { edits, struck, resume }: Step & { do: 'change' },
): Promise<Performed> {
  const before = stage.sites;
  stage.sites = edited(stage.sites, edits);
  write(stage);
  const predicted = await planned(stage);
  const foreseen = unforeseen(predicted);
  // What the plan refuses is wrong already, and nothing can be held against it.
  if (foreseen.length > 0) return { wrong: foreseen };
  const [ran, watched] = await watching(stage, () => run(stage, undefined, struck));
  const { wasStruck } = ran;
  const hit = wasStruck ? struck : undefined;
  const wrong = [
    ...(await atRest(stage)),
    ...(hit ? [] : ended(ran)),
    ...lostGuests(stage, predicted, watched, hit),
    ...outOfReach(watched, hit),
  ];
  if (hit) {
    const now = await planned(stage);
    wrong.push(...untruths([before, stage.sites], ran, predicted, now, hit));
    wrong.push(...(await converged(stage, resume === true && hit.fault !== 'two operators')));
    await dropLocks(stage, hit.fault);
  }
  // Another run finds nothing, so that what is known at its end is what it read.
  const observed = await applied(siteFile(stage), lab.paths.inventory);
  if (!hit) wrong.push(...unpredicted(stage, edits, predicted, observed));
  wrong.push(...left(observed));
  const isClean = !struck && wrong.length === 0 && ran.tasks.some(({ status }) => status === 'changed');
  stage.last = isClean && ran.run ? { run: ran.run, sites: before } : undefined;
  return { wrong, wasStruck, unreachable: longest(watched) };
}

export const planned = (stage: Stage): Promise<Forecasts> => forecast(siteFile(stage), lab.paths.inventory);

/** Tasks that a plan does not bring about. */
function unforeseen(plan: Forecasts): string[] {
  return outcomesOf(plan).flatMap(({ host, task, status, message }) =>
    ['ok', 'would-change', 'skipped'].includes(status)
      ? []
      : [`the plan of ${host}, ${task}: ${status} ${message ?? ''}`],
  );
}

function outcomesOf(plan: Forecasts) {
  return Object.entries(plan).flatMap(([host, { outcomes }]) =>
    Object.entries(outcomes).map(([task, outcome]) => ({ host, task, ...outcome })),
  );
}

/** Of a run that nothing struck. */
function ended({ code, said, tasks }: Ran): string[] {
  const bad = tasks.filter(({ status }) => !['ok', 'changed', 'skipped'].includes(status));
  return [
    ...bad.map(({ host, task, status, message }) => `${host}, ${task}: ${status} ${message ?? ''}`),
    ...(code === 0 || bad.length > 0 ? [] : [`the run ended with ${code}: ${said}`]),
  ];
}

/** Guests that were off their bridge, if only for a moment, and no plan had said it. */
function lostGuests(stage: Stage, plan: Forecasts, { lost }: Watched, hit: Struck | undefined): string[] {
  if (hit?.edits) return [];
  return stage.hosts.flatMap(({ name }) => {
    if (hit?.fault === 'power cut' && hit.hosts.includes(name)) return [];
    const impacts = Object.values(plan[name]?.outcomes ?? {}).flatMap((one) => one.impacts);
    const told = new Set(impacts.flatMap(({ guests = [] }) => guests.map(({ guest }) => guest)));
    return [...(lost.get(name) ?? [])]
      .filter((guest) => !told.has(guest))
      .map((guest) => `${name}: guest ${guest} lost its bridge, and no plan had said so`);
  });
}

/** Seconds that the way back may take when the time to confirm is over. */
const WAY_BACK = 45;

/** Seconds for which a host was out of reach at most. */
export const longest = ({ unreachable }: Watched) => Math.max(0, ...unreachable.values());

/** Hosts that nobody could connect to for longer than a guard allows. */
export function outOfReach({ unreachable }: Watched, hit?: Struck): string[] {
  const isOut = (host: string) =>
    hit && ['connection cut', 'power cut'].includes(hit.fault) && hit.hosts.includes(host);
  return [...unreachable].flatMap(([host, seconds]) =>
    seconds > CONFIRM + WAY_BACK && !isOut(host) ? [`${host} was out of reach for ${seconds} s`] : [],
  );
}

/** What a run that was struck says of tasks, and a plan made behind it does not find. */
function untruths(
  sites: readonly Stage['sites'][],
  { tasks, said }: Ran,
  predicted: Forecasts,
  now: Forecasts,
  hit: Struck,
): string[] {
  const bug = /This is a bug/.test(said) ? [said] : [];
  if (hit.edits) return bug;
  const lies = tasks.flatMap(({ host, task, status }) => {
    const [was, is] = [predicted[host]?.outcomes[task], now[host]?.outcomes[task]];
    const isDone = status === 'changed' || status === 'ok';
    const isCut = hit.fault === 'power cut' && hit.hosts.includes(host);
    if (isCut && sites.some((site) => endsAtBoot(task, site.get(host)))) return [];
    if (isDone && is?.status !== 'ok')
      return [`${host}, ${task}: it was ${status}, and is ${is?.status ?? 'unknown'} now`];
    const isUndone = ['not-started', 'reverted', 'unreachable', 'blocked'].includes(status);
    if (isUndone && was?.status === 'would-change' && is?.status === 'ok')
      return [`${host}, ${task}: it was ${status}, and is done`];
    return [];
  });
  return [...bug, ...lies];
}

/** Nobody starts a guest with its host, and a unit or a network runs behind a boot just if it starts with the host. */
const endsAtBoot = (task: string, site: Site = {}) =>
  ['g1', 'g2', 'unit'].includes(partOf(task)) || isUntilBoot(site, partOf(task));

/** The next run comes to its end, however the last one left the hosts. */
export async function converged(stage: Stage, resume: boolean): Promise<string[]> {
  if (resume) {
    const { code, said } = await run(stage, ['--resume']);
    if (code !== 0 && !/[Nn]othing to resume/.test(said)) return [`run --resume ended with ${code}: ${said}`];
  }
  const again = await run(stage);
  return [...(await atRest(stage)), ...ended(again).map((line) => `the next run: ${line}`)];
}

/** The kernel gives a bridge that has none of its own the mtu of its narrowest port: no plan tells that of a guest's. */
const OF_ITS_PORTS = /^\/link br\d\/mtu:/;

/** What a file describes that a bridge gives back: the plan says that it leads elsewhere, and not where. */
const GIVEN_BACK = /^\/(files taken over|routing|links and routes)\//;

/** Nobody knows the names of the taps that libvirt makes for a guest that starts. */
const OF_NEW_TAPS = /^\/(links and routes\/links\/|bridge ports\/|guest attachments\/\d+\/interface:)/;

/** Where hosts are not as a dry run predicted. */
function unpredicted(stage: Stage, edits: Edits, predicted: Forecasts, observed: Forecasts): string[] {
  return stage.hosts.flatMap(({ name }) => {
    const { br0, g1, g2 } = edits[name] ?? {};
    const starts = [g1, g2].some((value) => value !== undefined && value !== 'stopped');
    const untold = [
      OF_ITS_PORTS,
      ...(br0 === 'absent' ? [GIVEN_BACK] : []),
      ...(starts ? [OF_NEW_TAPS] : []),
    ];
    return unlikePredicted(predicted[name]?.known, observed[name]?.known)
      .filter((line) => !untold.some((pattern) => pattern.test(line)))
      .map((line) => `${name}: predicted ${line}`);
  });
}

/** Tasks for which there is, or was, something to do, but for those parts. */
export function left(plan: Forecasts, but: readonly string[] = []): string[] {
  return outcomesOf(plan).flatMap(({ host, task, status, message }) =>
    ['ok', 'skipped'].includes(status) || but.includes(partOf(task))
      ? []
      : [`${host}, ${task}: ${status} the next time ${message ?? ''}`],
  );
}
