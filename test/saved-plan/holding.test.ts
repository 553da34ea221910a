import { describe, expect, it } from 'vitest';
import { fileAt } from '../../src/host/files.ts';
import type { Change } from '../../src/plan/change.ts';
import { scriptStep } from '../../src/plan/step.ts';
import type { ResolvedTask } from '../../src/playbook/resolve/resolved-play.ts';
import { answersOf, workOf } from '../../src/saved-plan/answers.ts';
import { PlanHolder } from '../../src/saved-plan/holding.ts';
import { PlanKey } from '../../src/saved-plan/plan-key.ts';
import { task, writes } from '../engine/task.ts';
import { ID, plannedHost, recordsOf, savedPlan } from './sample.ts';

const motd = task(writes, { path: '/etc/motd', content: 'hello' });
const changes = (content: string): readonly Change[] =>
  writes.plan({ path: '/etc/motd', content }, { file: { kind: 'absent' } }).changes;
const ANSWERS = { [fileAt('/etc/motd').key]: 'absent' };
const coming = (content = 'hello', answers: Record<string, string> = ANSWERS) =>
  plannedHost([{ task: motd, status: 'would-change', more: { changes: changes(content) } }], answers);
const resting = (answers: Record<string, string> = ANSWERS) =>
  plannedHost([{ task: motd, status: 'ok' }], answers);

/** Made slowly, and so once. */
const key = await PlanKey.of('00'.repeat(16), {});

/** Holds a host to the plan that was made of `then`. */
async function held(then: ReturnType<typeof coming>) {
  const probes = answersOf('hv01', then, key);
  const answers = [{ host: 'hv01', probes, work: workOf('hv01', then, key) }];
  return new PlanHolder(savedPlan({ answers }, recordsOf(then)), key).review('hv01');
}

describe('a host that is held to a plan', () => {
  it('does what was planned', async () => {
    expect((await held(coming())).planned(coming())).toBeUndefined();
  });

  it('is refused where it moved', async () => {
    const moved = coming('hello', { [fileAt('/etc/motd').key]: 'other' });
    expect((await held(coming())).planned(moved)).toBe(
      'Since the plan was made this moved: file /etc/motd. Save a new plan.',
    );
  });

  it('is refused where something else would be done, or nothing', async () => {
    const other = 'What would be done is not what was reviewed. Save a new plan.';
    expect((await held(coming())).planned(coming('other'))).toBe(other);
    expect((await held(coming())).planned(resting())).toBe(other);
    expect((await held(resting())).planned(coming())).toBe(other);
  });

  it('is refused where more would be done than its record shows', async () => {
    const run = (more: Partial<ResolvedTask>, script = 'true') =>
      plannedHost(
        [
          {
            task: { ...motd, ...more },
            status: 'would-change',
            more: {
              changes: changes('hello').map((change) => ({
                ...change,
                steps: [scriptStep('run something long…', script, [])],
              })),
            },
          },
        ],
        ANSWERS,
      );
    const other = 'What would be done is not what was reviewed. Save a new plan.';
    const review = await held(run({ environment: { TOKEN: 'one' } }));
    expect(review.planned(run({ environment: { TOKEN: 'one' } }))).toBeUndefined();
    expect(review.planned(run({ environment: { TOKEN: 'two' } }))).toBe(other);
    expect(review.planned(run({ environment: { TOKEN: 'one' } }, 'false'))).toBe(other);
  });

  it('has nothing to do where there was nothing, whatever moved', async () => {
    expect((await held(resting())).planned(resting({}))).toBeUndefined();
  });

  it('is refused where the dry run did not come to its end', async () => {
    const gone = plannedHost([{ task: motd, status: 'unreachable' }], {});
    expect((await held(gone)).planned(coming())).toBe(
      'When the plan was made, task "task" was unreachable on this host. Save a new plan.',
    );
  });

  it('is refused where the plan was applied', async () => {
    const applied = coming('hello', { ...ANSWERS, [`saved plan ${ID}`]: 'bob@desk at noon, run 7' });
    expect((await held(coming())).planned(applied)).toBe(
      'A saved plan is applied once: on this host it was, by bob@desk at noon, run 7.',
    );
  });
});

describe('a task that is performed', () => {
  it('makes the planned changes, and no others', async () => {
    const review = await held(coming());
    review.planned(coming());
    expect(review.forbids(motd, { changes: [...changes('hello')] })).toBeUndefined();
    expect(review.forbids(motd, { changes: [...changes('other')] })).toBe(
      'It would change what the plan does not have: /etc/motd. Save a new plan.',
    );
    const kept = changes('other').map((change) => ({ ...change, bookkeeping: true as const }));
    expect(review.forbids(motd, { changes: kept })).toBeUndefined();
  });

  it('makes none where none was planned', async () => {
    const review = await held(resting());
    review.planned(resting());
    expect(review.forbids(motd, { changes: [...changes('hello')] })).toMatch(/^It would change/);
  });

  it('is free where only a real run tells', async () => {
    const unverified = plannedHost([{ task: motd, status: 'ok', more: { unverified: true } }], ANSWERS);
    const review = await held(unverified);
    expect(review.planned(unverified)).toBeUndefined();
    expect(review.forbids(motd, { changes: [...changes('hello')] })).toBeUndefined();
  });
});
