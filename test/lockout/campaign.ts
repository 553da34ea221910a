import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LockoutCase } from './case.ts';
import { keep, snapshot } from './host-state.ts';
import { type Stage, setStage, stagesOf } from './stage.ts';
import { type Trial, tried } from './trial.ts';

/** A case that was tried on a host. */
export interface Tried {
  name: string;
  host: string;
  release: string;
  trial: Trial;
}

/** Tries each case on a host of each release; hosts of a release share the cases. The lab is up. */
export async function campaign(cases: readonly LockoutCase[], told: (one: Tried) => void): Promise<Tried[]> {
  const { stages, jump } = stagesOf();
  await setStage(jump);
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-lockout-'));
  const queues = new Map(stages.map(({ release }) => [release, [...cases]]));
  const all: Tried[] = [];
  const work = async (stage: Stage) => {
    await keep(stage);
    const pristine = await snapshot(stage);
    const queue = queues.get(stage.release) ?? [];
    for (let one = queue.shift(); one; one = queue.shift()) {
      const trial = await tried(one, stage, jump, pristine, folder);
      const entry = { name: one.name, host: stage.name, release: stage.release, trial };
      all.push(entry);
      told(entry);
      if (!trial.isBack) return;
    }
  };
  try {
    await Promise.all(stages.map(work));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return all;
}
