import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { modprobe } from '../../src/modules/modprobe.ts';
import { argvs, ask, trial } from './trial.ts';

const ABSENT: FileState = { kind: 'absent' };
const host = (loaded: boolean) => ({ loaded, load: ABSENT, options: ABSENT });

describe('a kernel module', () => {
  it.each([
    [{}, false, ['modprobe', 'kvm']],
    [{ params: 'nested=1  a=b' }, false, ['modprobe', 'kvm', 'nested=1', 'a=b']],
    [{ state: 'absent' as const }, true, ['modprobe', '-r', 'kvm']],
  ])('is made as %j asks', (more, loaded, argv) => {
    const found = trial(modprobe, { name: 'kvm', ...more }, host(loaded));
    expect(argvs(found.steps)).toEqual([argv]);
    expect(found.afterwards().changes).toEqual([]);
  });

  it('that is so needs nothing', () => {
    expect(trial(modprobe, { name: 'kvm' }, host(true)).differences).toEqual([]);
    expect(trial(modprobe, { name: 'kvm', state: 'absent' }, host(false)).differences).toEqual([]);
  });

  it('is loaded when the host boots, with its parameters', () => {
    const found = trial(modprobe, { name: 'kvm', params: 'nested=1', persistent: 'present' }, host(true));
    expect(found.steps.map((step) => (step.do === 'write' ? [step.path, step.content] : step))).toEqual([
      ['/etc/modules-load.d/kvm.conf', 'kvm\n'],
      ['/etc/modprobe.d/kvm.conf', 'options kvm nested=1\n'],
    ]);
    expect(found.afterwards().changes).toEqual([]);
  });

  it('is not both unloaded and loaded when the host boots', () => {
    const args = { name: 'kvm', state: 'absent', persistent: 'present' } as const;
    expect(trial(modprobe, args, host(true)).complaints).toEqual(['persistent']);
  });

  it('is found in the kernel, however its name is written', () => {
    const [name = ''] = readdirSync('/sys/module').filter((one) => one.includes('_'));
    const loaded = (one: string) => ask(modprobe.observe(modprobe.args.parse({ name: one })).loaded);
    expect([name, name.replaceAll('_', '-'), 'no_such_module'].map(loaded)).toEqual([true, true, false]);
  });
});
