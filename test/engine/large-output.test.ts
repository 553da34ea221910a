import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { takePerformed } from '../../src/engine/apply.ts';
import { scriptOf } from '../../src/engine/connection/write-script.ts';
import { Observations } from '../../src/engine/script/observations.ts';
import { readText, takeAnswers } from '../../src/engine/script/observe.ts';
import { only, type Probe } from '../../src/plan/probe.ts';
import { localChannel } from '../../src/transport/local.ts';
import { SHELL_LIMITS, Shell } from '../../src/transport/shell.ts';
import { newLockFolder } from './local-host.ts';

const VIRSH = { uri: 'test:///default', readOnly: true };

/** One that keeps 100 kB of what it is told. */
let shell: Shell;
beforeEach(() => {
  const opened = new Shell(localChannel('exec sh'), { ...SHELL_LIMITS, output: 100_000 });
  onTestFinished(() => opened.close());
  shell = opened;
});

const says = (key: string, script: string): Probe<string> => ({
  key,
  ask: { kind: 'script', script, args: [] },
  parse: (answers) => only(answers).stdout.toString(),
});

it.each([0, 3])(
  'a step that prints more than is kept has its status %d, and what is read behind it',
  async (status) => {
    const step = {
      do: 'script',
      label: 'talks',
      script: `echo first; head -c 300000 /dev/zero; exit ${status}`,
      args: [],
    } as const;
    const writer = { run: 'run', owner: 'me', folder: newLockFolder() };
    const after = [says('after', 'echo read')];
    const work = { label: 'x', steps: [step], before: [], after };
    const reply = await shell.run(scriptOf([work], VIRSH, writer, shell.nonce).text);
    expect(takePerformed(reply, shell.nonce)[0]).toMatchObject({
      kind: status === 0 ? 'done' : 'step-failed',
      status,
      truncated: true,
    });
    const current = new Observations();
    current.take(after, takeAnswers(after, reply, shell.nonce));
    expect(current.values({ probe: after[0] as Probe })).toEqual({ probe: 'read\n' });
  },
);

it('of what is read nothing counts in which some is missing', async () => {
  const probes = [
    says('a', 'echo small'),
    says('b', 'head -c 300000 /dev/zero'),
    says('c', 'echo small, too'),
    says('d', 'head -c 90000 /dev/zero; echo >&2'),
  ];
  const reply = await shell.run(readText(probes, VIRSH, shell.nonce));
  const current = new Observations();
  current.take(probes, takeAnswers(probes, reply, shell.nonce));
  const values = probes.map((probe) => {
    try {
      return current.values({ probe }).probe;
    } catch (error) {
      return String(error);
    }
  });
  const missing = expect.stringContaining('the host printed more than can be read at once');
  expect(values).toEqual(['small\n', missing, missing, missing]);
});
