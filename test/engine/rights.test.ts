import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeRights, loginUser } from '../../src/engine/rights.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { packageSteps } from '../../src/host/packages.ts';
import { systemctl, unitStep } from '../../src/host/unit.ts';
import { command } from '../../src/modules/command.ts';
import { file } from '../../src/modules/file.ts';
import { hostname } from '../../src/modules/hostname.ts';
import type { AnyModule } from '../../src/modules/module.ts';
import { packageModule } from '../../src/modules/package.ts';
import { service } from '../../src/modules/service.ts';
import { type Impact, NO_IMPACT } from '../../src/plan/change.ts';
import type { Step } from '../../src/plan/step.ts';
import { task } from './task.ts';

/** What is said of steps to a login user who may nothing. */
async function denied(
  module: AnyModule,
  steps: readonly Step[],
  impact: Impact = NO_IMPACT,
): Promise<string | undefined> {
  const about = { action: 'create', proof: 'observed', what: 'x', before: null, after: 'x' } as const;
  const change = { ...about, impact, steps, predictions: [] };
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

it('a guard is for root, also that of a command of which nobody knows what it needs', async () => {
  const steps = [{ do: 'run', argv: ['sudo', 'netplan', 'apply'] }] as const;
  expect(await denied(command, steps)).toBeUndefined();
  expect(await denied(command, steps, { disruption: 'management' })).toBe(
    'The login user may not do this: a guarded change.',
  );
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

it('what is done with a unit of the host needs a right, with one of the user none', async () => {
  for (const verb of ['start', 'restart', 'enable', 'mask'])
    expect(await denied(service, [unitStep('system', verb, 'ssh.service')])).toBe(
      `The login user may not do this: systemctl ${verb} ssh.service.`,
    );
  expect(await denied(service, [{ do: 'run', argv: systemctl('system', 'daemon-reload') }])).toBe(
    'The login user may not do this: systemctl daemon-reload.',
  );
  expect(await denied(service, [unitStep('user', 'restart', 'app.service')])).toBeUndefined();
});

describe('systemd and polkit are asked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-rights-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Whether a step is denied where systemctl prints this and pkcheck ends so. */
  async function isDenied(verb: string, said: string, status: number): Promise<boolean> {
    const program = (name: string, text: string) =>
      writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    program('systemctl', `echo "$*" >${folder}/asked; echo "${said}" >&2; exit 1`);
    program('pkcheck', `echo "$2" >${folder}/asked; exit ${status}`);
    const steps = [unitStep('system', verb, 'ssh.service')];
    const change = { action: 'run', proof: 'opaque', what: 'x', before: null, after: 'x' } as const;
    const plan = { changes: [{ ...change, impact: NO_IMPACT, steps, predictions: [] }] };
    const judged = await judgeRights(task(service, {}), { kind: 'change', plan }, 'check', async (probe) => {
      const current = new Observations();
      const value = () => {
        if (probe.ask.kind !== 'script') throw new Error(probe.key);
        const env = { PATH: `${folder}:${process.env['PATH']}` };
        const { stdout } = spawnSync('sh', ['-c', probe.ask.script, 'sh', ...probe.ask.args], { env });
        return probe.parse([{ status: 0, stdout, stderr: Buffer.from('') }]);
      };
      current.predict(probe, probe.key === loginUser.key ? 1000 : value());
      return current;
    });
    return judged.kind === 'failed';
  }
  const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim();

  // What systemd 252 and 257 answer.
  it.each([
    ['restart', 'Failed to restart ssh.service: Interactive authentication required.', true],
    ['restart', 'Failed to restart ssh.service: Access denied', true],
    ['restart', 'Failed to restart ssh.service: Isolate is only valid for start.', false],
    ['start', 'Failed to start ssh.service: --job-mode=triggering is only valid for stop.', false],
    ['start', 'Failed to start ssh.service: Unit ssh.service not found.', false],
  ])('to %s, which a mode prevents: %s', async (verb, said, expected) => {
    expect(await isDenied(verb, said, 0)).toBe(expected);
    const mode = verb === 'start' ? 'triggering' : 'isolate';
    expect(asked()).toBe(`--no-ask-password --no-block --job-mode=${mode} ${verb} -- ssh.service`);
  });

  it.each([0, 2])('about unit files: pkcheck ends with %d', async (status) => {
    expect(await isDenied('enable', '', status)).toBe(status !== 0);
    expect(asked()).toBe('org.freedesktop.systemd1.manage-unit-files');
  });
});
