import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Step } from '../../src/plan/step.ts';
import { BASE, CHANGES, type Release } from './changes.ts';
import { forecast, type HostForecast, mismatches } from './forecast.ts';
import { lab } from './lab.ts';
import { type NetworkTraces, networkTraces } from './network-traces.ts';
import { virtfleet } from './virtfleet.ts';

/** Every change is made on a network of its own, all in one run, with the first host of each release side by side. */
const CASES = CHANGES.map((change, index) => ({ ...change, network: `net${index + 1}`, number: index + 1 }));
type Case = (typeof CASES)[number];

const RELEASES: readonly Release[] = ['bookworm', 'trixie'];
const HOSTS = Object.fromEntries(
  RELEASES.map((release) => [release, lab.hosts().find((host) => host.release === release)?.name ?? '']),
) as Record<Release, string>;
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));

/** How many network cards a guest has room for. */
const CARDS = 25;

const planned = new Map<string, PlannedTask>();
let predicted: Record<string, HostForecast> = {};
let observed: Record<string, HostForecast> = {};
const before = new Map<string, Map<string, NetworkTraces>>();
const after = new Map<string, Map<string, NetworkTraces>>();
let first: Awaited<ReturnType<typeof virtfleet>>;

beforeAll(async () => {
  await Promise.all(Object.values(HOSTS).map(clear));
  const [start, end] = (['before', 'after'] as const).map((side) => {
    const path = join(folder, `${side}.yaml`);
    writeFileSync(path, playbook(side));
    return path;
  }) as [string, string];
  expect(await virtfleet('run', start, '-i', lab.paths.inventory)).toMatchObject({ code: 0, stderr: '' });
  await Promise.all(RELEASES.map(populate));
  for (const host of Object.values(HOSTS)) before.set(host, await look(host));
  const check = await virtfleet('run', end, '-i', lab.paths.inventory, '--check', '--format', 'json');
  for (const task of (JSON.parse(check.stdout) as { tasks: PlannedTask[] }).tasks)
    planned.set(`${task.host} ${task.task}`, task);
  predicted = await forecast(end, lab.paths.inventory);
  first = await virtfleet('run', end, '-i', lab.paths.inventory, '--partial');
  observed = await forecast(end, lab.paths.inventory);
  for (const host of Object.values(HOSTS)) after.set(host, await look(host));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await Promise.all(Object.values(HOSTS).map(clear));
});

describe.each(RELEASES)('%s', (release) => {
  const host = HOSTS[release];
  const cases = CASES.filter(({ only = release }) => only === release);

  it.each(cases)('$name', (change) => {
    const task = planned.get(`${host} ${change.name}`);
    expect(task).toMatchObject({ status: 'would-change' });
    expect(task?.changes.at(-1)?.impact.disruption).toBe(change.impact);
    if (change.impact === 'link') expect(guestsOf(task)).toEqual(guestNames(change));
    const steps = 'bookworm' in change.steps ? change.steps[release] : change.steps;
    expect(wordsOf(predicted[host]?.steps[change.name] ?? [])).toEqual(steps);

    const [was, is] = [before, after].map((traces) => traces.get(host)?.get(change.network));
    expect(fate(was?.dnsmasq, is?.dnsmasq)).toBe(change.dnsmasq);
    expect(fate(was?.bridge, is?.bridge)).toBe(change.bridge);
    expect(was?.masters).toEqual([was?.bridge, was?.bridge]);
    expect(is?.masters).toEqual([is?.bridge ?? '', is?.bridge ?? '']);
    expect(plain(is?.live)).toBe(plain(is?.persistent));
    if (change.appears) {
      expect(was?.persistent).not.toContain(filled(change.appears, change));
      expect(is?.persistent).toContain(filled(change.appears, change));
    }
    if (change.vanishes) {
      expect(was?.persistent).toContain(filled(change.vanishes, change));
      expect(is?.persistent).not.toContain(filled(change.vanishes, change));
    }
    const key = `network ${change.network}`;
    expect(mismatches(predicted[host]?.known[key], observed[host]?.known[key])).toEqual([]);
  });

  it('is left as the dry run said, and then there is nothing to do', async () => {
    expect(first.stdout).toMatch(new RegExp(`^${host} : ok=0 changed=${cases.length} failed=0`, 'm'));
    expect(mismatches(predicted[host]?.known, observed[host]?.known)).toEqual([]);
    expect(Object.values(observed[host]?.steps ?? {}).flat()).toEqual([]);
  });
});

it('leaves nothing for a second run', async () => {
  const again = await virtfleet('run', join(folder, 'after.yaml'), '-i', lab.paths.inventory);
  expect(again.code).toBe(0);
  for (const host of Object.values(HOSTS))
    expect(again.stdout).toMatch(new RegExp(`^${host} : ok=\\d+ changed=0 failed=0`, 'm'));
});

/** A task of `--format json`. */
interface PlannedTask {
  task: string;
  host: string;
  status: string;
  changes: { impact: { disruption: string; guests?: { guest: string }[] } }[];
}

/** The networks as they are before their change, or as they shall be; each task may cause what its change may. */
function playbook(side: 'before' | 'after'): string {
  const tasks = CASES.map((change) => ({
    name: change.name,
    ...(change.only && { when: `inventory_hostname == '${HOSTS[change.only]}'` }),
    disruption: change.impact,
    network: {
      name: change.network,
      bridge: { name: change.network },
      ...(JSON.parse(filled(JSON.stringify({ ...BASE, ...change.before }), change)) as object),
      ...(side === 'after' && (JSON.parse(filled(JSON.stringify(change.after), change)) as object)),
    },
  }));
  return JSON.stringify([{ name: 'Networks', hosts: Object.values(HOSTS), tasks }]);
}

function filled(text: string, { number }: Case): string {
  return text.replaceAll('NET6', `fd00:88:${number}`).replaceAll('NET', `10.88.${number}`);
}

function guestNames({ number }: Case): string[] {
  const group = Math.ceil(number / CARDS);
  return [`a${group}`, `b${group}`];
}

/** Two guests for every network, each with a card in many. */
async function populate(release: Release): Promise<void> {
  const host = HOSTS[release];
  const cases = CASES.filter(({ only = release }) => only === release);
  for (const names of new Set(cases.map((change) => guestNames(change).join(' '))))
    for (const name of names.split(' ')) {
      const networks = cases.filter((change) => guestNames(change).includes(name));
      await lab.addGuest(host, { name, networks: networks.map(({ network }) => network) });
    }
  for (const { byHand, network } of cases) {
    if (byHand) expect(await lab.onHost(host, byHand, { args: [network] })).toMatchObject({ code: 0 });
  }
}

async function clear(host: string): Promise<void> {
  await lab.onHost(
    host,
    `for guest in $(virsh list --name); do virsh destroy "$guest"; done
     for guest in $(virsh list --all --name); do virsh undefine "$guest"; done
     for uuid in $(virsh net-list --uuid); do virsh net-destroy $uuid; done
     for uuid in $(virsh net-list --all --uuid); do virsh net-undefine $uuid; done`,
  );
}

function look(host: string): Promise<Map<string, NetworkTraces>> {
  return networkTraces(
    host,
    CASES.map(({ network }) => network),
  );
}

/** The names of the guests that lose their link, as the plan tells them. */
function guestsOf(task: PlannedTask | undefined): string[] {
  return (task?.changes.at(-1)?.impact.guests ?? []).map(({ guest }) => guest).sort();
}

/** What steps do, in the words of the table. */
function wordsOf(steps: readonly Step[]): string[] {
  return steps.map((step) => {
    if (step.do === 'detached') return 'restart';
    if (step.do !== 'virsh') return step.do;
    const [command = '', ...more] = step.argv;
    const option = (name: string) => more[more.indexOf(name) + 1];
    return command === 'net-update' ? `${option('--section')} ${option('--command')}` : command;
  });
}

function fate(was: string | undefined, is: string | undefined): 'same' | 'new' | 'none' {
  if (is === undefined) return 'none';
  return is === was ? 'same' : 'new';
}

/** A copy without what only a live one has. */
function plain(xml = ''): string {
  return xml
    .replace(/ connections='\d+'/g, '')
    .replace(/ *<nat>\n *<port start='1024' end='65535'\/>\n *<\/nat>\n/, '')
    .replace("<forward mode='nat'>\n  </forward>", "<forward mode='nat'/>");
}
