import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../src/plan/step.ts';
import { BASE, type Elements, type Release } from './changes/change.ts';
import { CHANGES } from './changes/index.ts';
import { forecast, type HostForecast, mismatches } from './forecast.ts';
import { lab } from './lab.ts';
import { type NetworkTraces, networkTraces, watchLinks } from './network-traces.ts';
import { virtfleet } from './virtfleet.ts';

/** Every change is made to a network of its own, all in one run, on the first host of each release side by side. */
const CASES = CHANGES.map((change, index) => ({ ...change, network: `net${index + 1}`, number: index + 1 }));
type Case = (typeof CASES)[number];

const RELEASES: readonly Release[] = ['bookworm', 'trixie'];
const [bookworm = '', trixie = ''] = RELEASES.map(
  (release) => lab.hosts().find((host) => host.release === release)?.name,
);
const HOSTS: Readonly<Record<Release, string>> = { bookworm, trixie };

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
}

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
const [start, end] = [join(folder, 'before.yaml'), join(folder, 'after.yaml')] as const;
const INVENTORY = ['-i', lab.paths.inventory];
const runs = new Map<string, Run>();

beforeAll(async () => {
  const hosts = Object.values(HOSTS);
  writeFileSync(start, playbook('before'));
  writeFileSync(end, playbook('after'));
  await Promise.all(RELEASES.map(makeBridges));
  expect(await virtfleet('run', start, ...INVENTORY)).toMatchObject({ code: 0, stderr: '' });
  await Promise.all(RELEASES.map(populate));

  const before = await Promise.all(hosts.map(look));
  const planned = await tasksOf('--check');
  const predicted = await forecast(end, lab.paths.inventory);
  const watched = await Promise.all(hosts.map(watchLinks));
  await virtfleet('run', end, ...INVENTORY);
  const events = await Promise.all(watched.map((finish) => finish()));
  const observed = await forecast(end, lab.paths.inventory);
  const after = await Promise.all(hosts.map(look));
  const again = await tasksOf();
  for (const [index, host] of hosts.entries())
    runs.set(host, {
      planned: planned.filter((task) => task.host === host),
      again: again.filter((task) => task.host === host),
      predicted: predicted[host] ?? { known: {}, steps: {} },
      observed: observed[host] ?? { known: {}, steps: {} },
      before: before[index] ?? new Map(),
      after: after[index] ?? new Map(),
      events: events[index] ?? [],
    });
}, 600_000);

afterAll(async () => {
  rmSync(folder, { recursive: true });
  for (const host of Object.values(HOSTS)) await clear(host);
});

describe.each(RELEASES)('%s', (release) => {
  const run = (): Run => {
    const found = runs.get(HOSTS[release]);
    if (!found) throw new Error(`nothing ran on ${release}`);
    return found;
  };
  const cases = CASES.filter(({ only = release }) => only === release);

  it.each(cases)('$name', (change) => {
    const { planned, predicted, observed, before, after, again, events } = run();
    const task = planned.find(({ task }) => task === change.name);
    expect(task).toMatchObject({ status: 'would-change' });
    expect(task?.changes.at(-1)?.impact.disruption).toBe(change.impact);
    if (change.impact === 'link') expect(guestsOf(task)).toEqual(guestNames(change));
    const steps = 'bookworm' in change.steps ? change.steps[release] : change.steps;
    expect(wordsOf(predicted.steps[change.name] ?? [])).toEqual(steps);

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

/** The networks as they are before their change, or as they shall be; each task may cause what its change may. */
function playbook(side: 'before' | 'after'): string {
  const tasks = CASES.map((change) => {
    const { bridge, ...others }: Elements = {
      ...BASE,
      ...change.before,
      ...(side === 'after' && change.after),
    };
    const elements = { bridge: { name: change.network, ...(bridge as Elements | undefined) }, ...others };
    return {
      name: change.name,
      ...(change.only && { when: `inventory_hostname == '${HOSTS[change.only]}'` }),
      disruption: change.impact,
      ignore_errors: true,
      network: { name: change.network, ...JSON.parse(filled(JSON.stringify(elements), change)) },
    };
  });
  return JSON.stringify([{ name: 'Networks', hosts: Object.values(HOSTS), tasks }]);
}

/** A text of the table for one case: its subnets, and a second name for its bridge. */
function filled(text: string, { number, network }: Case): string {
  return text
    .replaceAll('NET6', `fd00:88:${number}`)
    .replaceAll('NET', `10.88.${number}`)
    .replaceAll('NEXT', `10.89.${number}`)
    .replaceAll('OTHER', `${network}b`);
}

/** How many network cards a guest has room for. */
const CARDS = 25;

/** The two guests of a network, which have cards in others too. */
function guestNames({ number }: Case): string[] {
  const group = Math.ceil(number / CARDS);
  return [`a${group}`, `b${group}`];
}

/** The bridges that networks of mode bridge lie over. */
async function makeBridges(release: Release): Promise<void> {
  const names = CASES.filter(({ before }) => isBridged(before)).map(({ network }) => network);
  const script = 'for name; do ip link add "$name" type bridge && ip link set "$name" up; done';
  await lab.onHost(HOSTS[release], script, { args: names });
}

function isBridged({ forward }: Elements = {}): boolean {
  return (forward as Elements | undefined)?.mode === 'bridge';
}

/** Starts the guests, then does by hand what some of the changes repair. */
async function populate(release: Release): Promise<void> {
  const host = HOSTS[release];
  const cases = CASES.filter(({ only = release }) => only === release);
  for (const name of new Set(cases.flatMap(guestNames))) {
    const own = cases.filter((change) => guestNames(change).includes(name));
    await lab.addGuest(host, { name, networks: own.map(({ network }) => network) });
  }
  for (const change of cases) {
    if (!change.byHand) continue;
    const done = await lab.onHost(host, filled(change.byHand, change), { args: [change.network] });
    if (done.code !== 0) throw new Error(`${change.name}: ${done.stderr}`);
  }
}

/** Cutting its power is the quickest way to be rid of so many networks and guests. */
async function clear(host: string): Promise<void> {
  const script =
    'cd /etc/libvirt/qemu && rm -f *.xml networks/net*.xml networks/autostart/net*; rm -rf /var/lib/virtfleet; sync';
  await lab.onHost(host, script);
  await lab.powerOff(host);
  await lab.powerOn(host);
}

function look(host: string): Promise<Map<string, NetworkTraces>> {
  const names = CASES.map(({ network }) => network);
  return networkTraces(host, names);
}

/** The names of the guests that lose their link, as the plan tells them. */
function guestsOf(task: PlannedTask | undefined): string[] {
  return (task?.changes.at(-1)?.impact.guests ?? []).map(({ guest }) => guest).sort();
}

/** What steps do, in the words of the table. */
function wordsOf(steps: readonly Step[]): string[] {
  return steps.map((step) => {
    if (step.do === 'detached') return 'restart';
    if (step.do !== 'virsh') return step.do === 'run' && step.argv[0] === 'ip' ? 'plug' : step.do;
    const [command = '', ...more] = step.argv;
    const option = (name: string) => more[more.indexOf(name) + 1];
    return command === 'net-update' ? `${option('--section')} ${option('--command')}` : command;
  });
}

function toldAs(warning: string | undefined): unknown {
  return warning === undefined ? undefined : expect.stringContaining(warning);
}

function fate(was: string | undefined, is: string | undefined): 'same' | 'new' | 'none' {
  if (is === undefined) return 'none';
  return is === was ? 'same' : 'new';
}

/** Whether a line of `ip -o monitor link` says that a tap is on no bridge. */
function isLost(event: string, tap: string): boolean {
  return event.includes(` ${tap}: `) && !event.includes(' master ');
}

/** A copy without what only a live one has. */
function plain(xml: string): string {
  return xml
    .replace(/ connections='\d+'/g, '')
    .replace(/ *<port start='1024' end='65535'\/>\n/, '')
    .replace(/ *<nat>\n *<\/nat>\n/, '')
    .replace("<forward mode='nat'>\n  </forward>", "<forward mode='nat'/>");
}
