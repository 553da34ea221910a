import { bundle } from './bundled.ts';
import { FLEETS, labOfWorker, upForTests } from './lab.ts';

/** Brings the first fleet up, and with it the base images, so that no two make them. */
export async function setup(): Promise<void> {
  await Promise.all([bundle(), upForTests(labOfWorker(1), console.log)]);
}

/** Takes the fleets of all workers down. */
export async function teardown(): Promise<void> {
  const workers = Array.from({ length: FLEETS }, (_, index) => index + 1);
  await Promise.all(workers.map((worker) => labOfWorker(worker).down()));
}
