import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filled, isTried, stepsOn } from './changes/change.ts';
import { CASES, guestNames, makeBridges, playbook, populate } from './changes/prepare.ts';
import { fate, isLost, plain, wordsOf } from './changes/seen.ts';
import { forecast, type HostForecast, mismatches } from './forecast.ts';
import { lab } from './lab.ts';
import { type NetworkTraces, networkTraces, watchLinks } from './network-traces.ts';
import { hostOf, oneOfEach } from './one-of-each.ts';
import { RELEASES } from './releases.ts';
import { type HostState, hostState, networkIn } from './rollback/host-state.ts';
import { virtfleet } from './virtfleet.ts';

/** A task of `--format json`. */
interface PlannedTask {
  task: string;
  host: string;
  status: string;
  changes: { impact: { disruption: string; guests?: { guest: string }[] } }[];
  warnings?: string[];
}

/** What was planned, done and seen on one host. */
interface Run {
  planned: PlannedTask[];
  predicted: HostForecast;
  before: Map<string, NetworkTraces>;
  after: Map<string, NetworkTraces>;
  observed: HostForecast;
  /** What a second run says. */
  again: PlannedTask[];
  /** What became of links meanwhile, as `ip -o monitor` says it. */
  events: string[];
  /** All of the host before the run, and once it is rolled back; with the taps of each network then. */
  was: HostState;
  back: HostState;
  restored: Map<string, NetworkTraces>;
}

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const [start, end] = [join(folder, 'before.yaml'), join(folder, 'after.yaml')] as const;
const INVENTORY = ['-i', lab.paths.inventory];
const HISTORY = ['--history', join(folder, 'history.db')];
const NO_FORECAST: HostForecast = { known: {}, steps: {}, outcomes: {} };
const runs = new Map<string, Run>();

beforeAll(async () => {
  const hosts = oneOfEach();
  writeFileSync(start, playbook('before'));
  writeFileSync(end, playbook('after'));
  await Promise.all(RELEASES.map(makeBridges));
  expect(await virtfleet('run', start, ...INVENTORY)).toMatchObject({ code: 0, stderr: '' });
  await Promise.all(RELEASES.map(populate));

  const was = await Promise.all(hosts.map(hostState));
  const before = await Promise.all(hosts.map(look));
  const planned = await tasksOf('--check');
  const predicted = await forecast(end, lab.paths.inventory);
  const watched = await Promise.all(hosts.map(watchLinks));
  await virtfleet('run', end, ...INVENTORY, ...HISTORY);
  const events = await Promise.all(watched.map((finish) => finish()));
  const observed = await forecast(end, lab.paths.inventory);
  const after = await Promise.all(hosts.map(look));
  const again = await tasksOf();
  const freely = ['--disruption', 'link', '--all-at-once'];
  const rolledBack = await virtfleet('rollback', 'last', ...freely, ...INVENTORY, ...HISTORY);
  expect(rolledBack.code, rolledBack.stdout + rolledBack.stderr).toBe(0);
  const back = await Promise.all(hosts.map(hostState));
  const restored = await Promise.all(hosts.map(look));
  for (const [index, host] of hosts.entries())
    runs.set(host, {
      planned: planned.filter((task) => task.host === host),
      again: again.filter((task) => task.host === host),
      predicted: predicted[host] ?? NO_FORECAST,
      observed: observed[host] ?? NO_FORECAST,
      before: before[index] ?? new Map(),
      after: after[index] ?? new Map(),
      events: events[index] ?? [],
      was: was[index] ?? {},
      back: back[index] ?? {},
      restored: restored[index] ?? new Map(),
    });
}, 1_800_000);

afterAll(() => rmSync(folder, { recursive: true }));

describe.each(RELEASES)('%s', (release) => {
  const run = (): Run => {
    const found = runs.get(hostOf(release));
    if (!found) throw new Error(`nothing ran on ${release}`);
    return found;
  };
  const cases = CASES.filter((change) => isTried(release, change));

  it.each(cases)('$name', (change) => {
    const { planned, predicted, observed, before, after, again, events } = run();
    const task = planned.find(({ task }) => task === change.name);
    expect(task).toMatchObject({ status: 'would-change' });
    expect(task?.changes.at(-1)?.impact.disruption).toBe(change.impact);
    if (change.impact === 'link') expect(guestsOf(task)).toEqual(guestNames(change));
    expect(wordsOf(predicted.steps[change.name] ?? [])).toEqual(stepsOn(release, change));

    const [was, is] = [before.get(change.network), after.get(change.network)];
    expect(fate(was?.dnsmasq, is?.dnsmasq)).toBe(change.dnsmasq);
    expect(fate(was?.bridge, is?.bridge)).toBe(change.bridge);
    if (!change.byHand) expect(was?.taps.map(({ bridge }) => bridge)).toEqual([was?.bridge, was?.bridge]);
    expect(is?.taps.map(({ bridge }) => bridge)).toEqual([is?.bridge ?? '', is?.bridge ?? '']);
    const lost = events.filter((event) => was?.taps.some(({ name }) => isLost(event, name)));
    if (change.impact === 'link') expect(lost).not.toEqual([]);
    else if (!change.byHand) expect(lost).toEqual([]);

    const [stored, live] = [is?.persistent, is?.live].map((xml) => xml && plain(xml));
    if (change.waits) expect(live).not.toBe(stored);
    else if (live) expect(live).toBe(stored);
    const waits = change.waits && 'until it is started again';
    expect(task?.warnings?.join('\n')).toEqual(
      toldAs(waits ?? (change.warns && filled(change.warns, change))),
    );
    expect(again.find(({ task }) => task === change.name)?.warnings?.join('\n')).toEqual(toldAs(waits));
    if (change.appears) {
      expect(was?.persistent).not.toContain(filled(change.appears, change));
      expect(is?.persistent).toContain(filled(change.appears, change));
    }
    if (change.vanishes) {
      expect(was?.persistent).toContain(filled(change.vanishes, change));
      expect(is?.persistent).not.toContain(filled(change.vanishes, change));
    }
    const key = `network ${change.network}`;
    expect(mismatches(predicted.known[key], observed.known[key])).toEqual([]);
  });

  it.each(cases)('$name, and a rollback takes it back', ({ network, byHand }) => {
    const { was, back, restored } = run();
    expect(networkIn(was, network)).toContain(network);
    expect(networkIn(back, network)).toBe(networkIn(was, network));
    const { bridge, taps } = restored.get(network) ?? { taps: [] };
    // Guests that somebody had unplugged by hand stay where they are.
    if (!byHand) expect(taps.map((tap) => tap.bridge)).toEqual([bridge, bridge]);
  });

  it('is as before once it is rolled back', () => {
    const { was, back } = run();
    expect(back).toEqual(was);
  });

  it('is left as the dry run said, and then there is nothing to do', () => {
    const { predicted, observed, again } = run();
    expect(mismatches(predicted.known, observed.known)).toEqual([]);
    expect(Object.keys(observed.steps)).toHaveLength(CASES.length);
    expect(Object.values(observed.steps).flat()).toEqual([]);
    const left = again.filter(({ status }) => !['ok', 'skipped'].includes(status));
    expect(left).toEqual([]);
  });
});

/** What a run of the second playbook tells of each task. */
async function tasksOf(...words: string[]): Promise<PlannedTask[]> {
  const { stdout, stderr } = await virtfleet('run', end, ...INVENTORY, '--format', 'json', ...words);
  if (stderr) throw new Error(stderr);
  return (JSON.parse(stdout) as { tasks: PlannedTask[] }).tasks;
}

function look(host: string): Promise<Map<string, NetworkTraces>> {
  const names = CASES.map(({ network }) => network);
  return networkTraces(host, names);
}

/** The names of the guests that lose their link, as the plan tells them. */
function guestsOf(task: PlannedTask | undefined): string[] {
  return (task?.changes.at(-1)?.impact.guests ?? []).map(({ guest }) => guest).sort();
}

function toldAs(warning: string | undefined): unknown {
  return warning === undefined ? undefined : expect.stringContaining(warning);
}
