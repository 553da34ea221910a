import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type * as z from 'zod';
import { stepText } from '../../src/engine/script/step.ts';
import type { ArgumentFault, Module, TaskContext } from '../../src/modules/module.ts';
import type { Current, Probe, Probes } from '../../src/plan/probe.ts';
import type { Step } from '../../src/plan/step.ts';
import { treeAt } from '../../src/playbook/project-tree.ts';
import { compileTemplate } from '../../src/template/handlebars/template.ts';
import { kindOf } from '../../src/template/output/outputs.ts';
import { afterChanges } from './after-changes.ts';

/** What a module makes of arguments and of observations, without a playbook and without a host. */
export function trial<A extends z.ZodType, W, P extends Probes>(
  module: Module<A, W, P>,
  input: z.input<A>,
  current: Current<P>,
) {
  const complaints: ArgumentFault[] = [];
  const args = module.args.parse(input);
  const desired = module.prepare ? module.prepare(args, deskOf(complaints)) : (args as unknown as W);
  const probes = module.observe(desired);
  const plan = module.plan(desired, current);
  const found = plan.changes;
  const after = afterChanges(found, probes, current);
  const left = (probe: Probe | undefined) => {
    const known = probe && after.get(probe);
    return known && 'value' in known ? known.value : undefined;
  };
  return {
    complaints: complaints.map(({ at }) => at?.join('.') ?? ''),
    plan,
    desired,
    differences: found.map(({ what, before, after }) => `${what}: ${before} → ${after}`),
    blocked: found.flatMap(({ blocked }) => blocked ?? []),
    impacts: found.map(({ impact }) => impact),
    steps: found.flatMap(({ steps }) => steps),
    /** What a probe reads once the changes are made as they predict. */
    left: <T>(probe: Probe<T> | undefined) => left(probe as Probe) as T | undefined,
    probes,
    /** The plan of the same task on the host then. */
    afterwards: () => {
      const next = Object.entries(probes).map(([name, probe]) => {
        const value = left(probe);
        return [name, value === undefined ? (current as Record<string, unknown>)[name] : value];
      });
      return module.plan(desired, Object.fromEntries(next) as Current<P>);
    },
  };
}

/** The words of the steps that run something: of a script, those behind its text. */
export function argvs(steps: readonly Step[]): (readonly string[])[] {
  return steps.flatMap((step) => {
    if (step.do === 'script') return [['sh', '-c', step.script, 'virtfleet', ...step.args]];
    return step.do === 'run' ? [step.argv] : [];
  });
}

/** Runs a step on this machine. */
export function perform(step: Step | undefined, env: Record<string, string> = {}) {
  if (step?.do !== 'run' && step?.do !== 'script')
    throw new Error(`This does not run: ${JSON.stringify(step)}`);
  const { status, stdout, stderr } = spawnSync('sh', {
    input: stepText(step, { uri: 'test:///default', readOnly: true }),
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

/** Asks this machine. */
export function ask<T>({ ask: asked, parse }: Probe<T>): T {
  if (asked.kind !== 'script') throw new Error('Only scripts can be asked here.');
  const { status, stdout, stderr } = spawnSync('sh', ['-c', asked.script, 'sh', ...asked.args], {
    maxBuffer: 2 ** 25,
  });
  return parse([{ status: status ?? 1, stdout, stderr }]);
}

/** What a probe makes of recorded output. */
export function parsed<T>({ parse }: Probe<T>, stdout: string, status = 0): T {
  return parse([{ status, stdout: Buffer.from(stdout), stderr: Buffer.from('') }]);
}

/** The desk with the shipped templates. */
export function deskOf(complaints: ArgumentFault[]): TaskContext {
  return {
    render: (name, more = {}) => {
      const file = join(import.meta.dirname, '../../templates', name);
      return compileTemplate(readFileSync(file, 'utf8'), file, kindOf(name)).render({ ...more });
    },
    isShipped: () => true,
    variablesIn: () => ({}),
    read: (name) => readFileSync(name, 'utf8'),
    tree: (name) =>
      statSync(name, { throwIfNoEntry: false })?.isDirectory()
        ? treeAt(name, { file: 'play.yaml', line: 1, column: 1 })
        : undefined,
    modeOf: (name) => (statSync(name).mode & 0o7777).toString(8).padStart(4, '0'),
    local: (path) => `/project/${path}`,
    placeOf: (at) => ({ file: 'play.yaml', line: 1, column: 1 + at.length }),
    report: (fault) => complaints.push(fault),
    variables: { inventory_hostname: 'hv01' },
    origin: { project: 'project', playbook: 'play.yaml', task: 'task', prunes: false },
  };
}
