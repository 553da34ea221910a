import { describe, expect, it } from 'vitest';
import { FIRST, type Site } from '../parts/index.ts';
import { edited, type Step, type Struck } from '../step.ts';
import { planted } from './planted.ts';
import { type Past, shrink } from './shrink.ts';

const change = (edits: Record<string, Record<string, string>>): Step => ({ do: 'change', edits });
const FROM = new Map([
  ['hv01', FIRST],
  ['hv02', FIRST],
]);

/** Steps as a campaign does them. */
function past(...steps: Step[]): Past[] {
  let sites: ReadonlyMap<string, Site> = FROM;
  return steps.map((step) => {
    const one = { step, sites };
    if (step.do === 'change') sites = edited(sites, step.edits);
    return one;
  });
}

/** Fails where the steps have this text, each of these before the next. */
const failsWith =
  (...texts: string[]) =>
  async (steps: readonly Step[]) =>
    planted(steps, texts).length > 0;

describe('a sequence that fails is made shorter', () => {
  const noise = Array.from({ length: 9 }, (_, index) => change({ hv02: { ttl: `${64 + (index % 3)}` } }));
  const last = change({ hv01: { br0: 'absent', br1: 'plain' }, hv02: { n1: 'base', line: '1' } });

  it('to its last step, and of that to the part that fails', async () => {
    const short = await shrink(past(...noise, last), failsWith('n1=base'), 50);
    expect(short).toEqual([change({ hv02: { n1: 'base' } })]);
  });

  it('to one change and the last step, where more is not needed, and to the parts of both', async () => {
    const other = change({ hv01: { content: 'two' } });
    const short = await shrink(past(other, ...noise, last), failsWith('content=two', 'line=1'), 50);
    expect(short).toEqual([change({ hv01: { content: 'two' } }), change({ hv02: { line: '1' } })]);
  });

  it('to the steps that are needed, in their order', async () => {
    const hurt: Step = { do: 'drift', injuries: { hv01: ['br1 down'] } };
    const steps = past(...noise, hurt, ...noise.slice(3), { do: 'rollback' });
    const short = await shrink(steps, failsWith('br1 down', 'rollback'), 50);
    expect(short).toEqual([hurt, { do: 'rollback' }]);
  });

  it('of what was done by hand to what fails', async () => {
    const hurt: Step = { do: 'drift', injuries: { hv01: ['br1 down', 'd1 stopped'], hv02: ['n3 stopped'] } };
    const short = await shrink(past(...noise, hurt), failsWith('d1 stopped'), 50);
    expect(short).toEqual([{ do: 'drift', injuries: { hv01: ['d1 stopped'] } }]);
  });

  it.each([
    ['that is of no use', 'n1=base', false],
    ['that fails', 'client killed', true],
  ])('with a fault %s', async (_, text, stays) => {
    const struck: Struck = { fault: 'client killed', hosts: ['hv01'], moment: { when: 'begun', delay: 1 } };
    const [short] = await shrink(past(...noise, { ...last, struck } as Step), failsWith(text), 50);
    expect(short && 'struck' in short).toBe(stays);
  });

  it('in no more attempts than it may make, and not at all where nothing shorter fails', async () => {
    let attempts = 0;
    const none = async () => {
      attempts += 1;
      return false;
    };
    const steps = past(...noise, last);
    expect(await shrink(steps, none, 4)).toEqual([...noise, last]);
    expect(attempts).toBe(4);
  });

  it('by attempts of few steps alone, however long it is', async () => {
    const lengths: number[] = [];
    const steps = past(...Array.from({ length: 20 }, () => noise).flat(), last);
    await shrink(
      steps,
      async (some) => {
        lengths.push(some.length);
        return false;
      },
      50,
    );
    expect(lengths).toEqual([1, 2, 3, 4, 6, 10, 18]);
  });
});
