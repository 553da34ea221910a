import { change, type Performed } from './change.ts';
import { drift } from './drift.ts';
import { residue } from './residue.ts';
import { all, type Stage } from './stage.ts';
import type { Step } from './step.ts';
import { lockedOut, rollback } from './taken-back.ts';
import { offBridge } from './watch.ts';

/** Does one step, and then looks at what holds behind each: guests are on their bridges, and nothing is left behind. */
export async function perform(stage: Stage, step: Step): Promise<Performed> {
  const { wrong, ...more } = await performed(stage, step);
  const off = (await all(stage, offBridge)).flat();
  return { ...more, wrong: [...wrong, ...off, ...(await residue(stage))] };
}

async function performed(stage: Stage, step: Step): Promise<Performed> {
  if (step.do === 'change') return change(stage, step);
  if (step.do === 'rollback') return { wrong: await rollback(stage) };
  if (step.do === 'lockout') return lockedOut(stage, step.hosts);
  stage.last = undefined;
  return { wrong: await drift(stage, step) };
}
