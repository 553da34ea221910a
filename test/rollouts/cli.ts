import { rmSync } from 'node:fs';
import { createPatch } from 'diff';
import { type Ended, type Event, virtfleet } from './command.ts';
import { FAULTS, plug, unplug } from './faults.ts';
import { canonical, folder, lab, setHost, writePlaybook } from './stage.ts';
import { liesIn } from './truth.ts';

/**
 * usage: npm run rollouts [-- --hosts NUMBER]
 * A rollout in three waves that is stopped by a gate, then by its budget because hosts fail in five ways, then resumed
 * to its end, and taken back. After each step every host is looked at.
 */
const [option, number = '20'] = process.argv.slice(2);
if (option !== undefined && option !== '--hosts') throw new Error(`unknown: ${option}`);
const STAGE = { lab, folder };
const wrong: string[] = [];

function check(what: string, holds: boolean, printed = ''): void {
  process.stdout.write(`${holds ? 'ok  ' : 'FAIL'}  ${what}\n`);
  if (holds) return;
  wrong.push(what);
  process.stdout.write(printed.replaceAll(/^/gm, '        '));
}

async function checkTruth(step: string, ended: Ended): Promise<void> {
  const lies = await liesIn(ended);
  check(`${step}: what it says is so`, lies.length === 0, `${lies.join('\n')}\n`);
}

const isGate = (gate: string, wave: number) => (event: Event) =>
  event.type === 'gate-started' && event.gate === gate && event.wave === wave;
const waveOf = ({ events }: Ended, number: number) =>
  events.flatMap((event) =>
    event.type === 'wave-started' && event.wave === number ? [event.hosts] : [],
  )[0] ?? [];
const stopOf = ({ events }: Ended) => events.find((event) => event.type === 'rollout-stopped');

try {
  await lab.up({
    hosts: Number(number),
    releases: ['bookworm', 'trixie'],
    log: (line) => process.stderr.write(`${line}\n`),
  });
  const hosts = lab.hosts().map(({ name }) => name);
  const all = <T>(work: (host: string) => Promise<T>) => Promise.all(hosts.map(work));
  await all(setHost);
  const before = await all(canonical);
  const site = writePlaybook();

  let orphan = '';
  const first = await virtfleet(
    STAGE,
    ['run', site],
    [
      {
        on: isGate('soak', 2),
        work: async () => {
          await unplug(orphan);
        },
      },
      {
        on: (event) => {
          if (event.type !== 'wave-started' || event.wave !== 2) return false;
          orphan = event.hosts[0] ?? '';
          return true;
        },
        work: async () => {},
      },
    ],
  );
  const stop = stopOf(first);
  check(
    'a guest that loses its bridge stops the rollout behind its wave',
    first.code === 2 && stop?.wave === 2,
    first.printed,
  );
  check(
    `it is said which: ${orphan}`,
    stop !== undefined && first.printed.includes(`${orphan}`),
    first.printed,
  );
  check('no host of the third wave was begun', waveOf(first, 3).length === 0, first.printed);
  await checkTruth('the stopped rollout', first);

  await plug(orphan);
  const hit = new Map<string, (typeof FAULTS)[number]>();
  const second = await virtfleet(
    STAGE,
    ['run', '--resume'],
    [
      {
        on: (event) => event.type === 'wave-started' && event.hosts.length >= FAULTS.length,
        work: async (event) => {
          const victims = event.type === 'wave-started' ? event.hosts.slice(0, FAULTS.length) : [];
          await Promise.all(
            victims.map(async (host, index) => {
              const fault = FAULTS[index];
              if (!fault) return;
              hit.set(host, fault);
              await fault.begin(host);
            }),
          );
        },
      },
    ],
  );
  check(
    'five hosts with faults exceed the budget of three',
    second.code === 2 && stopOf(second) !== undefined,
    second.printed,
  );
  for (const [host, { repair }] of hit) await repair(host);
  await checkTruth('the rollout with faults', second);

  const third = await virtfleet(STAGE, ['run', '--resume']);
  check('resumed after the repair it comes to its end', third.code === 0, third.printed);
  await checkTruth('the resumed rollout', third);
  const again = await virtfleet(STAGE, ['run', site, '--check', '--exit-code']);
  check('another check finds nothing', again.code === 0, again.printed);

  for (const run of [third, second, first]) {
    const id = run.events[0]?.run;
    // A run that had nothing left to do has no events.
    if (id === undefined) continue;
    const back = await virtfleet(STAGE, ['rollback', id, '--disruption', 'link']);
    check(`run ${id.slice(0, 8)} is taken back`, back.code === 0, back.printed);
  }
  const after = await all(canonical);
  const differing = hosts.filter((_, index) => before[index] !== after[index]);
  const parts = differing.map((host) => {
    const at = hosts.indexOf(host);
    return createPatch(host, before[at] ?? '', after[at] ?? '', 'before', 'after');
  });
  check(`all ${hosts.length} hosts are as before`, differing.length === 0, parts.join('\n'));
} finally {
  await lab.down();
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(
  wrong.length === 0 ? 'All as it should be.\n' : `${wrong.length} not as they should be.\n`,
);
process.exitCode = wrong.length === 0 ? 0 : 1;
