import { bundle } from './bundled.ts';
import { FLEETS, labOf, upForTests } from './lab.ts';

const labs = Array.from({ length: FLEETS }, (_, index) => labOf(index + 1));
const own = labs.filter((lab) => lab.hosts().some(({ running }) => running));

/** Brings the first fleet up, and with it the base images, so that no two make them. */
export async function setup(): Promise<void> {
  await Promise.all([bundle(), upForTests(labOf(1), console.log)]);
}

/** Takes the fleets down again, but not the developer's own. */
export async function teardown(): Promise<void> {
  await Promise.all(labs.filter((lab) => !own.includes(lab)).map((lab) => lab.down()));
}
