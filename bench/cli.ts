import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expandHosts } from '../src/inventory/expand.ts';
import { type Lab, openLab } from '../test/lab/lab.ts';
import { removeScripts, writeScripts } from './by-hand.ts';
import { removeVariables, resetHosts, writeVariables } from './fleet.ts';
import { measureLeases } from './leases.ts';
import { sample } from './measure.ts';
import { type Options, readOptions } from './options.ts';
import { installPackages } from './packages.ts';
import { barOf, rowsOf, type Taken, table } from './report.ts';
import { AGAINST, PLAYBOOK, type SitePhase, TOOLS, type Tool, toolsFor } from './tools.ts';

/** A line of the recap: of a host, or of several that ended alike, as a count or with their names in ranges. */
const RECAP = /^(?:(\d+) hosts|(\S.*?)) +: .*\bchanged=(\d+)/gm;

const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupt.abort());
const log = (line: string) => process.stderr.write(`${line}\n`);

try {
  await bench(readOptions(process.argv.slice(2)));
} catch (error) {
  process.exitCode = interrupt.signal.aborted ? 130 : 1;
  log(interrupt.signal.aborted ? 'interrupted' : error instanceof Error ? error.message : String(error));
}

/** Whatever happens, a lab that was booted for this is taken down. */
async function bench(options: Options): Promise<void> {
  const load = { before: loadavg()[0] ?? 0, after: 0 };
  const names = TOOLS.filter((name) => !options.without.includes(name));
  const isMeasured = ({ name }: Tool) => name === AGAINST || names.includes(name);
  await installPackages(names, log);
  const lab = openLab(options.lab);
  const wasUp = lab.hosts().some(({ running }) => running);
  const taken: Taken[] = [];
  const isOfSite = options.phases.some((phase) => phase !== 'leases');
  try {
    await lab.up({ hosts: options.hosts, releases: ['bookworm'], ansible: isOfSite, log });
    const variables = writeVariables(lab);
    writeScripts(lab, PLAYBOOK, ['-i', lab.paths.inventory, '-i', variables]);
    const tools = toolsFor(lab, variables, options.against).filter(isMeasured);
    let isPrepared = false;
    for (const phase of options.phases) {
      if (phase === 'leases') {
        const take = (name: string, argv: readonly string[]) => sampleOrThrow(lab, { name, env: {} }, argv);
        for await (const each of measureLeases(lab, options.runs, take, log)) taken.push(each);
        isPrepared = false;
        continue;
      }
      if (phase !== 'first run' && !isPrepared) await prepare(lab, tools);
      isPrepared = phase !== 'first run';
      for await (const each of measure(lab, phase, tools, options.runs)) taken.push(each);
    }
    const roundTrips = isOfSite ? await countRoundTrips(lab, variables, tools) : {};
    load.after = loadavg()[0] ?? 0;
    show(options, taken, roundTrips, load);
  } finally {
    removeVariables(lab);
    removeScripts(lab);
    if (!wasUp) await lab.down();
  }
}

/** The tools take turns, so that a slower minute of the machine meets all of them. */
async function* measure(
  lab: Lab,
  phase: SitePhase,
  tools: readonly Tool[],
  runs: number,
): AsyncGenerator<Taken> {
  for (let run = 1; run <= runs; run += 1) {
    for (const tool of tools) {
      if (phase === 'first run') await resetHosts(lab);
      const { wall, cpu, memory } = await runOnce(lab, tool, phase);
      log(`${phase} ${run}/${runs}, ${tool.name}: ${wall.toFixed(2)} s`);
      yield { phase, tool: tool.name, wall, cpu, memory };
    }
  }
}

/** Each tool's own work is there, and none of them finds something to do in what the others made. */
async function prepare(lab: Lab, tools: readonly Tool[]): Promise<void> {
  for (const tool of tools)
    if (tool.name !== 'xargs ssh') await sampleOrThrow(lab, tool, tool.argv('first run'));
}

/** A run that did something else than its phase is about is no measurement. */
async function runOnce(lab: Lab, tool: Tool, phase: SitePhase) {
  const taken = await sampleOrThrow(lab, tool, tool.argv(phase));
  if (tool.name === 'xargs ssh') return taken;
  const changed = [...taken.output.matchAll(RECAP)].flatMap(([, hosts, names = '', count]) =>
    Array<number>(hosts === undefined ? hostsIn(names) : Number(hosts)).fill(Number(count)),
  );
  const isRight = (count: number) => (phase === 'first run' ? count > 0 : count === 0);
  if (changed.length === lab.hosts().length && changed.every(isRight)) return taken;
  throw new Error(
    `${tool.name} in ${phase}: changed=${changed.join(',')} on ${lab.hosts().length} hosts\n${taken.output}`,
  );
}

function hostsIn(names: string): number {
  return names.split(', ').flatMap((one) => expandHosts(one).names).length;
}

async function sampleOrThrow(
  lab: Lab,
  { name, env }: { name: string; env: NodeJS.ProcessEnv },
  argv: readonly string[],
) {
  const taken = await sample(lab.command(argv), env, interrupt.signal);
  interrupt.signal.throwIfAborted();
  if (taken.code !== 0) throw new Error(`${name} ended with ${taken.code}:\n${taken.output}`);
  return taken;
}

/** Scripts to each host in a rerun that finds nothing. */
async function countRoundTrips(
  lab: Lab,
  variables: string,
  tools: readonly Tool[],
): Promise<Record<string, number>> {
  await prepare(
    lab,
    tools.filter(({ name }) => name === 'virtfleet'),
  );
  const script = fileURLToPath(import.meta.resolve('./round-trips.ts'));
  const argv = ['node', '--import', 'tsx', script, PLAYBOOK, 'apply', lab.paths.inventory, variables];
  const { code, stdout, stderr } = await lab.exec(argv, { signal: interrupt.signal });
  if (code !== 0) throw new Error(`The round trips could not be counted:\n${stderr}`);
  return JSON.parse(stdout);
}

function show(
  options: Options,
  taken: readonly Taken[],
  roundTrips: Readonly<Record<string, number>>,
  load: { before: number; after: number },
): void {
  const rows = rowsOf(taken, options.hosts);
  if (options.json) {
    const medians = rows.map((row) => ({ ...row, bar: barOf(row) }));
    const { hosts, runs } = options;
    console.log(JSON.stringify({ hosts, runs, load, roundTrips, medians, samples: taken }, undefined, 2));
    return;
  }
  const trips = [...new Set(Object.values(roundTrips))].join(' to ');
  console.log(`\n${table(rows)}\n`);
  console.log(`Medians of ${options.runs} runs on ${options.hosts} hosts; RATIO is to virtfleet.`);
  if (trips) console.log(`Round trips per host of a rerun that finds nothing: the handshake and ${trips}.`);
  console.log(`Load of the machine: ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after.`);
}
