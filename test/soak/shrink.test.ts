import { describe, expect, it } from 'vitest';
import { FIRST } from './parts/index.ts';
import { shrink } from './shrink.ts';
import type { Step } from './step.ts';

const change = (edits: Record<string, Record<string, string>>): Step => ({ do: 'change', edits });
const SITES = new Map([['hv01', FIRST]]);

/** Fails where the steps have this text, each of these before the next. */
const failsWith =
  (...texts: string[]) =>
  async (steps: readonly Step[]) => {
    let from = 0;
    return texts.every((text) => {
      const at = steps.findIndex((step, index) => index >= from && JSON.stringify(step).includes(text));
      from = at;
      return at >= 0;
    });
  };

describe('a sequence that fails is made shorter', () => {
  const noise = Array.from({ length: 9 }, (_, index) => change({ hv02: { ttl: `${index}` } }));
  const last = change({ hv01: { br0: 'absent', br1: 'plain' }, hv02: { n1: 'base', line: '1' } });

  it('to its last step, and of that to the part that fails', async () => {
    const short = await shrink([...noise, last], SITES, failsWith('"n1"'), 50);
    expect(short).toEqual([change({ hv02: { n1: 'base' } })]);
  });

  it('to all before it in one change, where only that is needed', async () => {
    const sites = new Map([['hv01', { content: 'two' }]]);
    const short = await shrink([...noise, last], sites, failsWith('"content":"two"', '"line":"1"'), 50);
    expect(short).toEqual([change({ hv01: { content: 'two' } }), change({ hv02: { line: '1' } })]);
  });

  it('to the steps that are needed, in their order', async () => {
    const cut = { ...change({ hv01: { n2: 'base' } }), resume: true } as Step;
    const steps = [...noise.slice(0, 4), cut, ...noise.slice(4), { do: 'rollback' } as const];
    const short = await shrink(steps, SITES, failsWith('"resume"', 'rollback'), 50);
    expect(short).toEqual([cut, { do: 'rollback' }]);
  });

  it('of what was done by hand to what fails', async () => {
    const hurt: Step = { do: 'drift', injuries: { hv01: ['br1 down', 'd1 stopped'], hv02: ['n3 stopped'] } };
    const short = await shrink([...noise, hurt], SITES, failsWith('d1 stopped'), 50);
    expect(short).toEqual([{ do: 'drift', injuries: { hv01: ['d1 stopped'] } }]);
  });

  it('in no more attempts than it may make, and not at all where nothing shorter fails', async () => {
    let attempts = 0;
    const steps = [...noise, last];
    const short = await shrink(
      steps,
      SITES,
      async () => {
        attempts += 1;
        return false;
      },
      5,
    );
    expect([short, attempts]).toEqual([steps, 5]);
  });
});
