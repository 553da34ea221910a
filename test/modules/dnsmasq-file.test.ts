import { describe, expect, it } from 'vitest';
import { absent, on, PATH } from './dnsmasq-file-case.ts';
import { argvs } from './trial.ts';

const own = { kind: 'file', mode: '0644', owner: 'root', group: 'root' } as const;

describe('the file', () => {
  it('is tested, then written', () => {
    const made = on(absent, { interface: ['br0'] });
    expect(made.steps).toMatchObject([
      { do: 'script', script: expect.stringContaining('dnsmasq --test'), args: [] },
      { do: 'write', path: PATH, mode: '0644' },
    ]);
    expect(made.impacts).toEqual([{ disruption: 'none' }]);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('is kept until the unit that is named has taken it, which must be able to restart', () => {
    const made = on(absent, { service: 'dnsmasq' });
    expect(made.steps.map((step) => (step.do === 'script' ? step.label : step.do))).toEqual([
      'dnsmasq --test',
      'keep the old files',
      'write',
      'systemctl restart dnsmasq.service',
    ]);
    expect(argvs(made.steps)[0]?.at(-1)).toBe('dnsmasq.service');
    expect(made.impacts).toEqual([{ disruption: 'service', note: 'dnsmasq.service restarts' }]);
    expect(made.afterwards().changes).toEqual([]);
  });

  it('is taken by the unit, where a change was cut off before', () => {
    const content = on(absent).plan.changes[0]?.diff?.after ?? '';
    const cutOff = { cutOff: true };
    for (const [file, args] of [
      [{ ...own, content }, { service: 'dnsmasq' }],
      [absent, { service: 'dnsmasq', state: 'absent' }],
    ] as const) {
      const found = on(file, args, cutOff);
      expect(found.differences).toEqual(['unit dnsmasq.service: has its old files → restarted']);
      expect(found.afterwards().changes).toEqual([]);
    }
  });

  it('needs the program, unless it goes away', () => {
    const without = { program: false };
    expect(on(absent, {}, without).plan.failure).toMatch(/^ {2}package: \{ name: dnsmasq-base \}$/m);
    expect(on(absent, { state: 'absent' }, without).plan.failure).toBeUndefined();
  });

  it('needs nothing when it is as it should be, and is repaired when not', () => {
    const content = on(absent).plan.changes[0]?.diff?.after ?? '';
    expect(content).not.toBe('');
    expect(on({ ...own, content }).differences).toEqual([]);
    expect(on({ ...own, content: 'port=1\n' }).differences).toEqual([`file ${PATH}: content → new content`]);
  });

  it('goes away', () => {
    const one = on({ ...own, content: 'port=1\n' }, { state: 'absent', service: 'dnsmasq' });
    expect(one.steps).toMatchObject([{ do: 'script' }, { do: 'remove', path: PATH }, { do: 'script' }]);
    expect(one.afterwards().changes).toEqual([]);
    expect(on(absent, { state: 'absent' }).differences).toEqual([]);
  });
});
