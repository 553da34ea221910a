import { virtfleet } from '../lab/virtfleet.ts';
import { converged, left, longest, outOfReach, type Performed, planned } from './change.ts';
import { LOCKOUT } from './parts/links.ts';
import { partOf } from './playbook.ts';
import { atRest } from './rest.ts';
import { run } from './run.ts';
import { all, type Stage, words, write } from './stage.ts';
import { edited } from './step.ts';
import { watching } from './watch.ts';

/** What a rollback says that it does not bring back: parameters of a kernel that runs, and whether guests do. */
const NOT_TAKEN_BACK = ['ttl', 'g1', 'g2'];

/** The last change is rolled back: then nothing differs from the playbook that was there before it. */
export async function rollback(stage: Stage): Promise<readonly string[]> {
  const { last } = stage;
  if (!last) return [];
  stage.last = undefined;
  const freely = ['--disruption', 'link', '--all-at-once'];
  const { code, stdout, stderr } = await virtfleet('rollback', last.run, ...freely, ...words(stage));
  const ended = code === 0 ? [] : [`the rollback ended with ${code}: ${stdout}${stderr}`];
  stage.sites = last.sites;
  write(stage);
  const rest = await atRest(stage);
  return [
    ...rest,
    ...ended,
    ...left(await planned(stage), NOT_TAKEN_BACK),
    ...(await converged(stage, false)),
  ];
}

/** Hosts get an address that nobody finds them under: each takes it back. */
export async function lockedOut(stage: Stage, hosts: readonly string[]): Promise<Performed> {
  stage.last = undefined;
  const edits = Object.fromEntries(hosts.map((host) => [host, { br0: LOCKOUT }]));
  write(stage, edited(stage.sites, edits));
  const [{ tasks, said }, watched] = await watching(stage, () => run(stage));
  write(stage);
  const rest = await atRest(stage);
  const ends = await all(stage, async (host) => {
    if (!hosts.includes(host)) return [];
    const status = tasks.find(
      (one) => one.host === host && partOf(one.task) === 'br0' && one.status !== 'skipped',
    )?.status;
    return status === 'reverted' ? [] : [`${host} was locked out, and the change was ${status}: ${said}`];
  });
  const wrong = [...rest, ...ends.flat(), ...outOfReach(watched), ...left(await planned(stage))];
  return { wrong, unreachable: longest(watched) };
}
