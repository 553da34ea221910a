import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { linkAt } from '../../../src/bridge/kernel/probes.ts';
import { deleteStep, parameterStep, settleStep, unplugStep } from '../../../src/bridge/kernel/steps.ts';
import { generated } from '../../../src/netplan/trial.ts';
import { argvs, ask, perform } from '../../modules/trial.ts';

it('a link that is as predicted is not waited for', () => {
  const link = ask(linkAt('lo'));
  expect(link.exists).toBe(true);
  expect(perform(settleStep('lo', link), { PATH: `${stubs()}:${process.env.PATH}` })).toMatchObject({
    status: 0,
    stderr: '',
  });
});

it('a link that is not there need not be deleted', () => {
  expect(perform(deleteStep("a b'$(touch pwned)"))).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

it('a link that is plugged in nowhere need not be unplugged', () => {
  const odd = "a b'$(touch pwned)";
  expect(perform(unplugStep(odd, odd))).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

it('parameters of the kernel are set under the names of ip', () => {
  const words = argvs([parameterStep('br0', 'stp', 1), parameterStep('br0', 'forward_delay', 400)]);
  expect(words.map((argv) => argv.slice(5).join(' '))).toEqual([
    'type bridge stp_state 1',
    'type bridge forward_delay 400',
  ]);
});

it('files that cannot be tried leave nothing behind', () => {
  const folder = temporary();
  const { ask } = generated([{ path: '/etc/netplan/x.yaml', text: 'network: {}' }]);
  if (ask.kind !== 'script') throw new Error('It is no script.');
  const { status } = perform(
    { do: 'run', argv: ['sh', '-c', ask.script, 'sh', ...ask.args] },
    { TMPDIR: folder, PATH: '/usr/bin:/bin' },
  );
  expect(status).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

/** A folder in which `sleep` is nothing but a failure that shows. */
function stubs(): string {
  const folder = temporary();
  const { status } = perform({
    do: 'run',
    argv: [
      'sh',
      '-c',
      'printf "#!/bin/sh\\necho slept >&2\\n" >"$1/sleep" && chmod +x "$1/sleep"',
      'sh',
      folder,
    ],
  });
  expect(status).toBe(0);
  return folder;
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
