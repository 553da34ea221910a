import { lab } from '../lab/lab.ts';
import { campaign, randomFrom, type Tried } from './campaign.ts';
import { KINDS } from './kinds.ts';

/**
 * usage: npm run interrupts [-- --moments 50] [--seed S] [--minutes M] [KIND…]
 * Interrupts runs once, twice and with SIGKILL at random moments, and looks at hosts and reports behind each.
 */
const words = process.argv.slice(2);
const numberOf = (option: string, usual: number) => {
  const at = words.indexOf(option);
  return at < 0 ? usual : Number(words.splice(at, 2)[1]);
};
const moments = numberOf('--moments', 50);
const seed = numberOf('--seed', Date.now() % 100_000);
const until = Date.now() + numberOf('--minutes', 600) * 60_000;
const kinds = KINDS.filter(({ name }) => words.length === 0 || words.includes(name));

try {
  // What a killed campaign has left is no host to begin with.
  await lab.down();
  await lab.up({ hosts: kinds.length, releases: ['bookworm', 'trixie'], log: console.error });
  const hosts = lab.hosts().map(({ name }) => name);
  process.exitCode = report(
    await campaign(kinds, hosts, { moments, random: randomFrom(seed), until }, print),
  );
} finally {
  await lab.down();
}

function print({ kind, host, way, delay, after, starved, states, faults }: Tried): void {
  const word = faults.length === 0 ? 'ok  ' : 'FAIL';
  const times = `at ${Math.round(delay)} ms, ended after ${Math.round(after)} ms (${Math.round(starved)} without a processor)`;
  console.log(`${word}  ${kind} ${host} ${way} ${times}: ${states.join(', ') || 'no report'}`);
  for (const fault of faults) console.log(fault.replaceAll(/^/gm, '        '));
}

/** A line for each kind and way; 1 when a moment was not as it should have been, or none was tried. */
function report(all: readonly Tried[]): number {
  const groups = new Map<string, Tried[]>();
  for (const one of all)
    groups.set(`${one.kind} ${one.way}`, [...(groups.get(`${one.kind} ${one.way}`) ?? []), one]);
  console.log(`seed ${seed}`);
  console.log('kind and way      moments   wrong   ended after: median, most (ms with a processor)');
  for (const [name, some] of groups) {
    const times = some
      .map(({ after, starved }) => Math.round(after - starved))
      .toSorted((one, other) => one - other);
    const wrong = some.filter(({ faults }) => faults.length > 0).length;
    const median = times[times.length >> 1] ?? 0;
    console.log(
      `${name.padEnd(18)}${String(some.length).padEnd(10)}${String(wrong).padEnd(8)}${median}, ${times.at(-1)}`,
    );
  }
  return all.length === 0 || all.some(({ faults }) => faults.length > 0) ? 1 : 0;
}
