import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, type Sample, sample } from './measure.ts';
import { writeProject } from './project.ts';

/**
 * How long it takes to load and resolve large projects, and how much memory: `npm run bench:projects [RUNS]`. It
 * contacts no host.
 */
const RUNS = Number(process.argv[2] ?? 3);

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-bench-'));
const cli = join(import.meta.dirname, '../dist/cli.js');

try {
  const large = join(folder, 'large');
  writeProject(large, { hosts: 10_000, groups: 20, roles: 200, tasks: 5 });
  await measure('10000 hosts, 20 groups with variables, 200 roles, 1000 tasks', large, 'site.yml');
  await measure('the same, each host with all roles', large, 'all.yml');
  const wrong = join(folder, 'wrong');
  writeProject(wrong, { hosts: 20, groups: 2, roles: 200, tasks: 5 });
  const file = join(wrong, 'roles/role200/tasks/main.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('state: started', 'sate: started'));
  await measure('1000 tasks in 200 roles with a mistake in the last', wrong, 'all.yml');
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(what: string, project: string, playbook: string): Promise<void> {
  const words = ['run', join(project, playbook), '-i', join(project, 'inventory'), '--syntax-check'];
  const samples: Sample[] = [];
  for (let run = 0; run < RUNS; run += 1)
    samples.push(await sample([process.execPath, cli, ...words], {}, new AbortController().signal));
  const of = (key: 'wall' | 'cpu' | 'memory') => median(samples.map((one) => one[key]));
  const said = samples[0]?.output.includes('No mistakes found.') ? 'nothing is wrong' : 'a mistake is shown';
  console.log(
    `${what}: ${of('wall').toFixed(2)} s, CPU ${of('cpu').toFixed(2)} s, ${Math.round(of('memory') / 1e6)} MB; ${said}`,
  );
}
