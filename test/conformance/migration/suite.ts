import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Lab, lab } from '../../lab/lab.ts';
import type { ConformanceCase } from '../ansible.ts';
import {
  isAfterDifference,
  type MigrationCase,
  migrationCases,
  type RecordedRun,
  rightState,
} from './case.ts';
import { virtfleetWords, writeOverlay } from './command.ts';
import { stateFaults, thingFaults } from './compare.ts';
import { changedFiles, type Layers, writtenFiles } from './files.ts';
import { libvirtState } from './libvirt-state.ts';
import { filesBelow, type Surrounding, surroundingOf, sysctlSince, unitsSince } from './surroundings.ts';
import { type ReportedTask, taskFaults } from './tasks.ts';

const PROGRAM = resolve('dist/cli.js');

/** Without a host: each project of Ansible is understood as it stands. */
export function migrationOfflineCases(folder: string): ConformanceCase[] {
  return migrationCases(folder).map((one) => ({
    name: `migration/${one.name}`,
    run: () =>
      inCopy(one, (project, scratch) => {
        const [first] = one.runs;
        const words = virtfleetWords(first?.command ?? '', writeOverlay(scratch, one));
        const { status, stdout, stderr } = spawnSync(
          process.execPath,
          [PROGRAM, ...words, '--syntax-check'],
          {
            cwd: project,
            encoding: 'utf8',
            env: { ...process.env, ...first?.env },
          },
        );
        if (status !== 0) throw new Error(`exit code ${status}\n${stdout}${stderr}`);
      }),
  }));
}

/** On real hosts: what Ansible made of each project, Virtfleet makes of it too. */
export async function migrationLabCases(
  folder: string,
  log: (line: string) => void,
): Promise<ConformanceCase[]> {
  const wasUp = lab.hosts().some(({ running }) => running);
  await lab.up({ hosts: 2, releases: ['bookworm'], ansible: true, log });
  const all: ConformanceCase[] = [];
  try {
    for (const one of migrationCases(folder)) all.push(...(await runsOf(lab, one, log)));
    return all;
  } finally {
    if (!wasUp) await lab.down();
  }
}

/** Each run is a case; those after a failure go on from where it left the hosts, until one begins on clean hosts. */
async function runsOf(
  fleet: Lab,
  one: MigrationCase,
  log: (line: string) => void,
): Promise<ConformanceCase[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'virtfleet-migration-'));
  const place: Place = {
    project: join(scratch, 'project'),
    scratch,
    clean: new Map(),
    original: {},
    isBehind: false,
  };
  const results: ConformanceCase[] = [];
  try {
    for (const run of one.runs) {
      if (run.clean) await startClean(fleet, one, place);
      const faults = await faultsOf(fleet, one, run, place).catch((error: unknown) => [String(error)]);
      const name = `migration/${one.name} ${run.id}`;
      log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name}`);
      results.push({
        name,
        run: () => {
          if (faults.length > 0) throw new Error(faults.join('\n'));
        },
      });
    }
    return results;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** Where a case runs, and what was there when it began. */
interface Place {
  project: string;
  scratch: string;
  clean: Map<string, { files: ReturnType<typeof writtenFiles>; around: Surrounding }>;
  original: ReturnType<typeof filesBelow>;
  /** Whether a run did nothing that Ansible began. */
  isBehind: boolean;
}

async function startClean(fleet: Lab, one: MigrationCase, place: Place): Promise<void> {
  rmSync(place.project, { recursive: true, force: true });
  cpSync(one.project, place.project, { recursive: true, verbatimSymlinks: true });
  place.original = filesBelow(place.project);
  for (const host of Object.values(one.hosts)) {
    await fleet.renew(host);
    const around = await surroundingOf(fleet, host);
    place.clean.set(host, { files: writtenFiles(layersOf(fleet, host)), around });
  }
}

async function faultsOf(fleet: Lab, one: MigrationCase, run: RecordedRun, place: Place): Promise<string[]> {
  const before = await surroundings(fleet, one);
  const { code, text, tasks } = await played(fleet, one, run, place);
  const mistake = isForeseen(one, run, code, text);
  if (run.clean) place.isBehind = false;
  if (mistake !== undefined) {
    place.isBehind = true;
    return mistake;
  }
  const faults = code === run.exit_code ? [] : [`exit code ${code}, not ${run.exit_code}: ${text}`];
  // What an earlier run would have left there came later, or not at all.
  if (place.isBehind) return faults;
  const isCheck = run.command.split(' ').includes('--check');
  const isBehind = isAfterDifference(one, run);
  if (!one.intended_differences?.some((each) => each.run === run.id))
    for (const [host, right] of Object.entries(run.tasks))
      faults.push(...taskFaults(host, right, tasks, { isCheck, isBehind }));
  const after = await surroundings(fleet, one);
  for (const [name, right] of Object.entries(rightState(one, run))) {
    const host = one.hosts[name] ?? '';
    const [clean, was, is] = [place.clean.get(host), before.get(host), after.get(host)];
    if (!clean || !was || !is) throw new Error(`nothing is known of ${host}`);
    const files = changedFiles(layersOf(fleet, host), clean.files);
    const sysctl = sysctlSince(clean.around, is);
    faults.push(...stateFaults(name, right, { ...(await libvirtState(fleet, host)), files, sysctl }));
    const units = await unitsSince(fleet, host, was, is);
    faults.push(...thingFaults(`${name}: unit`, run.units[name] ?? {}, units));
  }
  const written = Object.entries(filesBelow(place.project)).filter(
    ([path, file]) => !isDeepStrictEqual(file, place.original[path]),
  );
  return [...faults, ...thingFaults('project file', run.project_files ?? {}, Object.fromEntries(written))];
}

/**
 * What Ansible fails at in the middle is found before a host is contacted, where it is a mistake in the project: then
 * nothing is changed, the exit code says so, and the message names the task. Undefined for every other run.
 */
function isForeseen(
  { runs }: MigrationCase,
  run: RecordedRun,
  code: number,
  text: string,
): string[] | undefined {
  if (code !== 1) return undefined;
  const failed = [run, ...runs].flatMap(({ tasks }) =>
    Object.values(tasks).flatMap((each) =>
      each.filter(({ status, ignored }) => status === 'failed' && !ignored),
    ),
  );
  const undefinedIn = failed.filter(({ msg }) => /undefined|has no attribute/.test(msg ?? ''));
  const named = undefinedIn.flatMap(({ msg = '' }) => /has no attribute '(\w+)'/.exec(msg)?.[1] ?? []);
  if (undefinedIn.length === 0) return undefined;
  return named.every((name) => text.includes(name)) ? [] : [`the mistake is not found: ${text}`];
}

async function surroundings(fleet: Lab, { hosts }: MigrationCase): Promise<Map<string, Surrounding>> {
  const all = Object.values(hosts).map(async (host) => [host, await surroundingOf(fleet, host)] as const);
  return new Map(await Promise.all(all));
}

/** Runs Virtfleet in the folder of the project. */
async function played(
  fleet: Lab,
  one: MigrationCase,
  run: RecordedRun,
  { project, scratch }: Place,
): Promise<{ code: number; text: string; tasks: ReportedTask[] }> {
  const json = join(scratch, 'run.json');
  rmSync(json, { force: true });
  const words = virtfleetWords(run.command, writeOverlay(scratch, one, fleet));
  const isRun = !words.includes('--syntax-check');
  const { code, stdout, stderr } = await fleet.exec(
    ['node', PROGRAM, ...words, ...(isRun ? ['--json', json] : [])],
    { cwd: project, env: run.env ?? {} },
  );
  const tasks: ReportedTask[] = existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')).tasks : [];
  return { code, text: `${stdout}${stderr}`.slice(-4000), tasks };
}

function layersOf(fleet: Lab, host: string): Layers {
  const folder = join(fleet.paths.state, 'hosts', host);
  return { upper: join(folder, 'upper'), lower: join(folder, 'lower') };
}

/** Gives `work` a copy of the project and a folder for what else it writes. */
function inCopy(one: MigrationCase, work: (project: string, scratch: string) => void): void {
  const scratch = mkdtempSync(join(tmpdir(), 'virtfleet-migration-'));
  try {
    const project = join(scratch, 'project');
    cpSync(one.project, project, { recursive: true, verbatimSymlinks: true });
    work(project, scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}
