import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../lab/bundled.ts';
import { lab } from '../lab/lab.ts';
import { campaign, type Done, replay } from './campaign.ts';
import { type Step, told } from './step.ts';
import { summary } from './summary.ts';

const USAGE = `usage: npm run soak -- [--hours H | --minutes M] [--steps N] [--hosts N] [--releases NAMES] [--seed S] [--attempts N]
       npm run soak -- --replay FILE
Changes a fleet at random, hurts it in between, and looks behind each step whether all holds that was promised. A failure
is made shorter in so many attempts (8), and written to a file, which --replay does again. Ctrl-C ends it, with the counts so far.
--plant TEXT, once or more: says that something is wrong as soon as steps with these texts were done, to see that made shorter.`;

const { values } = parseArgs({
  options: {
    ...{ hours: { type: 'string' }, minutes: { type: 'string' }, steps: { type: 'string' } },
    ...{ hosts: { type: 'string' }, releases: { type: 'string' }, seed: { type: 'string' } },
    ...{ attempts: { type: 'string' }, replay: { type: 'string' }, help: { type: 'boolean' } },
    plant: { type: 'string', multiple: true },
  },
});
const { hours, minutes, steps, hosts = '4', releases = 'bookworm,trixie', attempts = '8' } = values;
/** What a script has besides its steps. */
const fleet = { hosts: Number(hosts), releases: releases.split(','), plant: values.plant ?? [] };
const seed = Number(values.seed ?? Date.now() % 100_000);
const time = minutes === undefined ? Number(hours ?? 1) * 3_600_000 : Number(minutes) * 60_000;
const all: Done[] = [];
let isOver = false;

if (values.help) console.log(USAGE);
else await main();

async function main(): Promise<void> {
  // Files of clients that are killed go with it.
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-soak-'));
  process.env.TMPDIR = folder;
  const end = async (code: number) => {
    if (isOver) return;
    isOver = true;
    console.log(summary(all));
    await lab.down();
    rmSync(folder, { recursive: true });
    process.exit(code);
  };
  // The step that is at work does not count: its clients get a Ctrl-C as well.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(1));
  try {
    await bundle();
    if (values.replay === undefined) await byChance();
    else {
      const { steps: some, ...of } = JSON.parse(readFileSync(values.replay, 'utf8')) as typeof fleet & {
        steps: Step[];
      };
      await replay({ ...of, done: print }, some);
    }
  } catch (error) {
    if (!isOver) console.error(error);
    return end(1);
  }
  await end(all.length === 0 || all.some(({ wrong }) => wrong.length > 0) ? 1 : 0);
}

async function byChance(): Promise<void> {
  console.log(`seed ${seed}, ${fleet.hosts} hosts of ${fleet.releases.join(', ')}`);
  await campaign({
    ...{ ...fleet, seed, attempts: Number(attempts), time, done: print, failed },
    steps: steps === undefined ? Number.POSITIVE_INFINITY : Number(steps),
  });
}

function print(number: number, one: Done): void {
  // What goes on behind a Ctrl-C comes to its end by that.
  if (isOver) throw new Error('The soak is over.');
  all.push(one);
  const word = one.wrong.length === 0 ? 'ok  ' : 'FAIL';
  const late = one.step.do === 'change' && one.step.struck && !one.wasStruck ? ' (too late)' : '';
  console.log(`${word}  ${number}  ${Math.round(one.seconds)} s  ${told(one.step)}${late}`);
  for (const line of one.wrong) console.log(line.replaceAll(/^/gm, '        '));
}

function failed(number: number, some: readonly Step[]): void {
  const file = `soak-${seed}-${number}.json`;
  writeFileSync(file, `${JSON.stringify({ ...fleet, steps: some }, undefined, 2)}\n`);
  console.log(`The same in ${some.length} ${some.length === 1 ? 'step' : 'steps'}:`);
  for (const step of some) console.log(`        ${told(step)}`);
  console.log(`    npm run soak -- --replay ${file}`);
}
