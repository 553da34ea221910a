import { rmSync } from 'node:fs';
import { lab } from '../lab/lab.ts';
import type { Performed } from './change.ts';
import { stepOf } from './generate.ts';
import { perform } from './perform.ts';
import { setStage } from './prepare.ts';
import { shrink } from './shrink.ts';
import type { Stage } from './stage.ts';
import type { Step } from './step.ts';

/** The fleet of a soak. */
export interface Fleet {
  hosts: number;
  releases: readonly string[];
}

/** A step that was done. */
export interface Done {
  step: Step;
  wrong: readonly string[];
  wasStruck: boolean;
  seconds: number;
}

/** A failure as a short sequence of steps on hosts that were just installed. */
export interface Failure {
  steps: readonly Step[];
  wrong: readonly string[];
}

/** Which steps are done, and who hears of it. */
export interface Campaign {
  fleet: Fleet;
  seed: number;
  /** No step begins when so many are done, so many milliseconds behind the first one, or when somebody ends it. */
  steps: number;
  time: number;
  signal: AbortSignal;
  /** Attempts to make a failing sequence shorter. */
  attempts: number;
  done(number: number, one: Done): void;
  failed(number: number, failure: Failure): void;
}

/** Does steps of a seed until they or the time are over. Behind a failure it goes on with hosts that are installed anew. */
export async function campaign(soak: Campaign): Promise<void> {
  let steps: Step[] = [];
  let stage = await fresh(soak.fleet);
  const until = Date.now() + soak.time;
  const isOver = () => Date.now() > until || soak.signal.aborted;
  try {
    for (let number = 1; number <= soak.steps && !isOver(); number++) {
      const { hosts, sites, last } = stage;
      const step = stepOf(soak.seed, number, { hosts, sites, mayRollBack: last !== undefined });
      steps.push(step);
      const one = await timed(stage, step);
      soak.done(number, one);
      if (one.wrong.length === 0) continue;
      rmSync(stage.folder, { recursive: true });
      const short = await shrink(steps, sites, (some) => fails(soak, some), soak.attempts);
      soak.failed(number, { steps: short, wrong: one.wrong });
      stage = await fresh(soak.fleet);
      steps = [];
    }
  } finally {
    rmSync(stage.folder, { recursive: true, force: true });
  }
}

/** Does these steps on hosts that are installed anew, up to the first that fails. */
export async function replay(fleet: Fleet, steps: readonly Step[], done: Campaign['done']): Promise<void> {
  const stage = await fresh(fleet);
  try {
    for (const [index, step] of steps.entries()) {
      const one = await timed(stage, step);
      done(index + 1, one);
      if (one.wrong.length > 0) return;
    }
  } finally {
    rmSync(stage.folder, { recursive: true });
  }
}

async function fails({ fleet, signal }: Campaign, steps: readonly Step[]): Promise<boolean> {
  let failed = false;
  if (signal.aborted) return false;
  await replay(fleet, steps, (_, { wrong }) => {
    failed ||= wrong.length > 0;
  });
  return failed;
}

async function fresh({ hosts, releases }: Fleet): Promise<Stage> {
  await lab.down();
  await lab.up({ hosts, releases });
  return setStage();
}

async function timed(stage: Stage, step: Step): Promise<Done> {
  const from = performance.now();
  const { wrong, wasStruck = false } = await perform(stage, step).catch(
    (error: Error): Performed => ({
      wrong: [`the soak itself: ${error.stack}`],
    }),
  );
  return { step, wrong, wasStruck, seconds: (performance.now() - from) / 1000 };
}
