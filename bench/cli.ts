import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tableLines } from '../src/report/table.ts';
import { openLab } from '../test/lab/lab.ts';
import { median, type Sample, sample } from './measure.ts';
import { type Phase, RESET, type Tool, tools } from './tools.ts';

const { values: options } = parseArgs({
  options: {
    hosts: { type: 'string', default: '10' },
    runs: { type: 'string', default: '5' },
    phase: { type: 'string', multiple: true, default: ['first run', 'rerun', 'check'] },
    lab: { type: 'string', default: join(tmpdir(), 'virtfleet-bench') },
  },
});

const lab = openLab(options.lab);
const wasUp = lab.hosts().some(({ running }) => running);
await lab.up({ hosts: Number(options.hosts), releases: ['bookworm'], ansible: true });
try {
  const inventory = join(options.lab, 'bench.json');
  writeFileSync(inventory, JSON.stringify(variables()));
  const all = tools(lab, inventory);
  // Whatever was done to the hosts before, all tools begin with the same ones.
  for (const phase of options.phase as Phase[]) show(phase, await measure(phase, all));
} finally {
  if (!wasUp) await lab.down();
}

function variables() {
  const hosts = lab
    .hosts()
    .map(({ name }, index) => [
      name,
      { bridge_address: `172.16.50.${index + 10}/24`, routed_network: `192.168.${index + 100}.0/24` },
    ]);
  const vars = {
    host_bridge: 'br0',
    bridge_interfaces: [],
    guest_domain: 'guests.example.org',
    guests: [
      { name: 'vm1', mac: '52:54:00:aa:bb:cc', address: '192.168.122.10' },
      { name: 'vm2', mac: '52:54:00:dd:ee:ff', address: '192.168.122.11' },
    ],
  };
  return { all: { children: { hypervisors: { hosts: Object.fromEntries(hosts), vars } } } };
}

/** The tools in turn, so that a slower minute of the machine meets all of them. */
async function measure(phase: Phase, all: readonly Tool[]): Promise<Map<Tool, Sample[]>> {
  const samples = new Map<Tool, Sample[]>();
  for (const tool of all) {
    // A tool's rerun is one after its own first run.
    if (phase === 'first run') continue;
    await once(tool, 'first run');
    await once(tool, phase);
  }
  for (let run = 0; run < Number(options.runs); run += 1) {
    for (const tool of all) {
      if (phase === 'first run') await Promise.all(lab.hosts().map(({ name }) => lab.onHost(name, RESET)));
      const taken = await once(tool, phase);
      if (taken) samples.set(tool, [...(samples.get(tool) ?? []), taken]);
    }
  }
  return samples;
}

async function once(tool: Tool, phase: Phase): Promise<Sample | undefined> {
  const argv = tool.argv(phase);
  if (!argv) return undefined;
  const taken = await sample(lab.command(argv), tool.env);
  if (taken.code !== 0)
    throw new Error(`${tool.name} ended with ${taken.code} in ${phase}:\n${taken.output}`);
  return taken;
}

function show(phase: Phase, samples: ReadonlyMap<Tool, readonly Sample[]>): void {
  const [own] = samples.values();
  const wall = (taken: readonly Sample[]) => median(taken.map((each) => each.wall));
  const rows = [...samples].map(([{ name }, taken]) => [
    name,
    wall(taken).toFixed(2),
    `${(wall(taken) / wall(own ?? [])).toFixed(1)} ×`,
    ((median(taken.map(({ cpu }) => cpu)) / Number(options.hosts)) * 1000).toFixed(0),
    (median(taken.map(({ memory }) => memory)) / 2 ** 20).toFixed(0),
  ]);
  const head = [phase.toUpperCase(), 'WALL S', 'TO VIRTFLEET', 'CPU MS A HOST', 'MEMORY MB'];
  process.stdout.write(`${tableLines(head, rows).join('\n')}\n\n`);
}
