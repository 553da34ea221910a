import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Lab, lab } from '../../lab/lab.ts';
import type { ConformanceCase } from '../ansible.ts';
import { type HostState, type MigrationCase, migrationCases, type RecordedRun, stateOf } from './case.ts';
import { virtfleetWords, writeOverlay } from './command.ts';
import { stateFaults } from './compare.ts';
import { changedFiles, type Layers, writtenFiles } from './files.ts';
import { libvirtState } from './libvirt-state.ts';
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
  const project = join(scratch, 'project');
  let clean = new Map<string, ReturnType<typeof writtenFiles>>();
  const results: ConformanceCase[] = [];
  try {
    for (const run of one.runs) {
      if (run.clean) {
        for (const host of Object.values(one.hosts)) await fleet.renew(host);
        rmSync(project, { recursive: true, force: true });
        cpSync(one.project, project, { recursive: true, verbatimSymlinks: true });
        clean = new Map(Object.values(one.hosts).map((host) => [host, writtenFiles(layersOf(fleet, host))]));
      }
      const faults = await faultsOf(fleet, one, run, { project, scratch, clean }).catch((error: unknown) => [
        String(error),
      ]);
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

interface Place {
  project: string;
  scratch: string;
  clean: ReadonlyMap<string, ReturnType<typeof writtenFiles>>;
}

async function faultsOf(
  fleet: Lab,
  one: MigrationCase,
  run: RecordedRun,
  { project, scratch, clean }: Place,
): Promise<string[]> {
  const json = join(scratch, 'run.json');
  rmSync(json, { force: true });
  const words = virtfleetWords(run.command, writeOverlay(scratch, one, fleet));
  const syntax = words.includes('--syntax-check');
  const { code, stdout, stderr } = await fleet.exec(
    ['node', PROGRAM, ...words, ...(syntax ? [] : ['--json', json])],
    {
      cwd: project,
      env: run.env ?? {},
    },
  );
  const text = `${stdout}${stderr}`.slice(-4000);
  const faults = code === run.exit_code ? [] : [`exit code ${code}, not ${run.exit_code}: ${text}`];
  const isIntended = one.intended_differences?.some((each) => each.run === run.id) ?? false;
  if (syntax || isIntended) return faults;
  const reported: ReportedTask[] = existsSync(json) ? JSON.parse(readFileSync(json, 'utf8')).tasks : [];
  for (const [host, tasks] of Object.entries(run.tasks)) faults.push(...taskFaults(host, tasks, reported));
  for (const [name, right] of Object.entries(stateOf(one, run))) {
    const host = one.hosts[name] ?? '';
    const files = changedFiles(layersOf(fleet, host), clean.get(host) ?? new Map());
    const found: HostState = { ...(await libvirtState(fleet, host)), files };
    faults.push(...stateFaults(name, right, found));
  }
  return faults;
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
