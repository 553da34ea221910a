import { rmSync } from 'node:fs';
import { lab } from '../lab/lab.ts';
import { type Behind, stepsOf } from './chance/generate.ts';
import type { Performed } from './change.ts';
import { perform } from './perform.ts';
import { setStage } from './prepare.ts';
import { planted } from './shrink/planted.ts';
import { type Past, shrink } from './shrink/shrink.ts';
import type { Stage } from './stage.ts';
import type { Step } from './step.ts';

/** What is done to which fleet, and who hears of it. */
export interface Soak {
  hosts: number;
  releases: readonly string[];
  /** Texts of steps that are said to be wrong; see `planted`. */
  plant: readonly string[];
  done(number: number, one: Done): void;
}

/** A soak by chance. */
export interface Campaign extends Soak {
  seed: number;
  /** No step begins when so many are done, or so many milliseconds behind the first one. */
  steps: number;
  time: number;
  /** Attempts to make a failing sequence shorter. */
  attempts: number;
  /** Gets a failure as a short sequence of steps on hosts that were just installed. */
  failed(number: number, steps: readonly Step[]): void;
}

/** A step that was done. */
export interface Done extends Performed {
  step: Step;
  seconds: number;
}

/** Does steps of a seed until they or the time are over. Behind a failure it goes on with hosts that are installed anew. */
export async function campaign(soak: Campaign): Promise<void> {
  const next = stepsOf(soak.seed);
  const until = Date.now() + soak.time;
  let [number, missed]: [number, Behind['missed']] = [0, undefined];
  const goesOn = () => number < soak.steps && Date.now() < until;
  while (goesOn()) {
    const past: Past[] = [];
    const hasFailed = await onFleet(soak, async (stage) => {
      while (goesOn()) {
        const { hosts, sites, last } = stage;
        const step = next({ hosts, sites, mayRollBack: last !== undefined, missed });
        past.push({ step, sites });
        number += 1;
        const one = await timed(
          soak,
          number,
          stage,
          past.map((each) => each.step),
        );
        missed = step.do === 'change' && one.wasStruck === false ? step.struck?.fault : undefined;
        if (one.wrong.length > 0) return true;
      }
      return false;
    });
    if (!hasFailed) return;
    const quiet = { ...soak, done: () => undefined };
    const fails = async (some: readonly Step[]) => Date.now() < until && (await replay(quiet, some));
    soak.failed(number, await shrink(past, fails, soak.attempts));
  }
}

/** Does these steps on hosts that are installed anew, up to the first that fails. Gives whether one does. */
export function replay(soak: Soak, steps: readonly Step[]): Promise<boolean> {
  return onFleet(soak, async (stage) => {
    for (const index of steps.keys()) {
      const { wrong } = await timed(soak, index + 1, stage, steps.slice(0, index + 1));
      if (wrong.length > 0) return true;
    }
    return false;
  });
}

async function onFleet(
  { hosts, releases }: Soak,
  work: (stage: Stage) => Promise<boolean>,
): Promise<boolean> {
  const fresh = async () => {
    await lab.down();
    await lab.up({ hosts, releases });
    return setStage();
  };
  // A machine that is too busy to boot hosts in time says nothing of Virtfleet.
  const stage = await fresh().catch(fresh);
  try {
    return await work(stage);
  } finally {
    rmSync(stage.folder, { recursive: true });
  }
}

/** Does the last of these steps. */
async function timed(soak: Soak, number: number, stage: Stage, steps: readonly Step[]): Promise<Done> {
  const from = performance.now();
  const [step = NOTHING] = steps.slice(-1);
  const performed = await perform(stage, step).catch(
    (error: Error): Performed => ({ wrong: [`the soak itself: ${error.stack}`] }),
  );
  const wrong = [...performed.wrong, ...planted(steps, soak.plant)];
  const one = { ...performed, wrong, step, seconds: (performance.now() - from) / 1000 };
  soak.done(number, one);
  return one;
}

const NOTHING: Step = { do: 'drift', injuries: {} };
