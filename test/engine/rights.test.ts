import { expect, it } from 'vitest';
import { judgeRights, loginUser } from '../../src/engine/rights.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { packageSteps } from '../../src/host/packages.ts';
import { file } from '../../src/modules/file.ts';
import { hostname } from '../../src/modules/hostname.ts';
import type { AnyModule } from '../../src/modules/module.ts';
import { packageModule } from '../../src/modules/package.ts';
import { NO_IMPACT } from '../../src/plan/change.ts';
import type { Step } from '../../src/plan/step.ts';
import { task } from './task.ts';

/** What is said of steps to a login user who may nothing. */
async function denied(module: AnyModule, steps: readonly Step[]): Promise<string | undefined> {
  const about = { action: 'create', proof: 'observed', what: 'x', before: null, after: 'x' } as const;
  const change = { ...about, impact: NO_IMPACT, steps, predictions: [] };
  const judgement = { kind: 'change', plan: { changes: [change] } } as const;
  const judged = await judgeRights(task(module, {}), judgement, 'check', async (probe) => {
    const current = new Observations();
    current.predict(probe, probe.key === loginUser.key ? 1000 : steps.map((_, index) => index));
    return current;
  });
  return judged.kind === 'failed' ? judged.message.split('\n')[0] : undefined;
}

it('packages are for root, by whatever program', async () => {
  for (const manager of ['apt', 'dnf'] as const)
    expect(await denied(packageModule, packageSteps(manager, { verb: 'install', names: ['x'] }))).toMatch(
      /^The login user may not do this: (apt-get|dnf) install -- x\.$/,
    );
});

it('the name of the host is for root', async () => {
  const steps = [{ do: 'run', argv: ['hostname', 'hv01'] }] as const;
  expect(await denied(hostname, steps)).toBe('The login user may not do this: hostname hv01.');
});

it('the owner, the mode and the removal of what belongs to others need a right', async () => {
  const run = (...argv: string[]) => denied(file, [{ do: 'run', argv }]);
  for (const argv of [
    ['chown', 'root:root', '--', '/srv/x'],
    ['chmod', '0600', '--', '/srv/x'],
    ['rmdir', '--', '/srv/x'],
  ])
    expect(await run(...argv)).toBe(`The login user may not do this: ${argv.join(' ')}.`);
});
