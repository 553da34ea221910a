import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { converge } from '../../src/engine/converge.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { fileAt } from '../../src/host/files.ts';
import { command } from '../../src/modules/command.ts';
import { NO_IMPACT } from '../../src/plan/change.ts';
import type { Step } from '../../src/plan/step.ts';
import type { ResolvedTask } from '../../src/playbook/resolve/resolved-play.ts';
import { localHost } from './local-host.ts';
import { fileModule, task, writes } from './task.ts';

/** Writes a file as told, and does something of which nobody knows what it does. */
function besides(step: Step, kept = writes) {
  const restart = { what: 'a service', before: 'runs', after: 'restarted', impact: NO_IMPACT };
  const plan: typeof kept.plan = (desired, current) => ({
    changes: [
      ...kept.plan(desired, current).changes,
      { ...restart, steps: [step], predictions: [], action: 'restart' as const, proof: 'opaque' as const },
    ],
  });
  return { ...kept, plan };
}

describe('a task of which something cannot be predicted', () => {
  it('is, when it runs a command, what the playbook says of its result', async () => {
    const { remote } = localHost();
    const ends = (status: number, more: Partial<ResolvedTask>) => {
      const run = task(command, { argv: ['sh', '-c', `echo said; exit ${status}`] }, more);
      return converge('here', run, new Observations(), remote);
    };
    const changedWhen = ({ rc }: Readonly<Record<string, unknown>>) => rc === 2;
    const failedWhen = ({ rc }: Readonly<Record<string, unknown>>) => rc === 1;
    expect(await ends(0, { changedWhen })).toMatchObject({
      outcome: { status: 'ok', changes: [] },
      result: { changed: false, failed: false, stdout: 'said', rc: 0 },
    });
    expect(await ends(2, { changedWhen, failedWhen })).toMatchObject({
      outcome: { status: 'changed', changes: [{ after: 'run' }] },
      result: { changed: true, failed: false, rc: 2 },
    });
    expect(await ends(1, { changedWhen: false })).toMatchObject({
      outcome: { status: 'failed' },
      result: { failed: true, rc: 1 },
    });
    const { outcome } = await ends(0, { failedWhen: true });
    expect(outcome.status).toBe('failed');
    expect(outcome.message).toMatch(/ended with status 0, which failed_when calls a failure: said$/);
  });

  it('has changed when all else is as it should be, and nothing is known of the host any more', async () => {
    const { remote, folder } = localHost();
    const path = join(folder, 'f');
    const current = new Observations();
    const acts = besides({ do: 'run', argv: ['true'] });
    const { outcome } = await converge('here', task(acts, { path, content: 'x' }), current, remote);
    expect(outcome).toMatchObject({ status: 'changed', changes: [{ what: path }, { what: 'a service' }] });
    expect(readFileSync(path, 'utf8')).toBe('x');
    expect(current.get(fileAt(path))).toBeUndefined();
  });

  it.each([
    ['was not brought about', fileModule(() => [{ do: 'run', argv: ['true'] }]), ['true']],
    ['was undone by the rest', writes, ['sh', '-c', 'rm "$1"', 'sh']],
  ])('is not converged when what can be proven %s', async (_, kept, argv) => {
    const { remote, folder } = localHost();
    const path = join(folder, 'f');
    const acts = besides({ do: 'run', argv: argv[0] === 'sh' ? [...argv, path] : argv }, kept);
    const desired = task(acts, { path, content: 'x' });
    const { outcome, result } = await converge('here', desired, new Observations(), remote);
    expect(outcome).toMatchObject({
      status: 'not-converged',
      message: `Done without an error, but this still differs: ${path}`,
    });
    expect(result).toMatchObject({ failed: true });
  });
});
