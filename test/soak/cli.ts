import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bundle } from '../lab/bundled.ts';
import { lab } from '../lab/lab.ts';
import { campaign, type Done, type Failure, type Fleet, replay } from './campaign.ts';
import { type Step, told } from './step.ts';
import { summary } from './summary.ts';

const USAGE = `usage: npm run soak -- [--hours H | --minutes M] [--steps N] [--hosts N] [--releases NAMES] [--seed S] [--attempts N]
       npm run soak -- --replay FILE
Changes a fleet at random, hurts it in between, and looks behind each step whether all holds that was promised. A failure
is made shorter in so many attempts (8), and written to a file, which --replay does again.`;

const { values } = parseArgs({
  options: {
    ...{ hours: { type: 'string' }, minutes: { type: 'string' }, steps: { type: 'string' } },
    ...{ hosts: { type: 'string' }, releases: { type: 'string' }, seed: { type: 'string' } },
    ...{ attempts: { type: 'string' }, replay: { type: 'string' }, help: { type: 'boolean' } },
  },
});
const { hours, minutes, steps, hosts = '4', releases = 'bookworm,trixie', attempts = '8' } = values;
const fleet: Fleet = { hosts: Number(hosts), releases: releases.split(',') };
const seed = Number(values.seed ?? Date.now() % 100_000);
const time = minutes === undefined ? Number(hours ?? 1) * 3_600_000 : Number(minutes) * 60_000;
const all: Done[] = [];
// The step that is at work comes to its end: the fleet goes with whoever ends it.
const ender = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => ender.abort());

if (values.help) console.log(USAGE);
else
  try {
    await bundle();
    if (values.replay === undefined) await soak();
    else {
      const script = JSON.parse(readFileSync(values.replay, 'utf8')) as Fleet & { steps: Step[] };
      await replay(script, script.steps, print);
    }
    console.log(summary(all));
    process.exitCode = all.length === 0 || all.some(({ wrong }) => wrong.length > 0) ? 1 : 0;
  } finally {
    await lab.down();
  }

async function soak(): Promise<void> {
  console.log(`seed ${seed}, ${fleet.hosts} hosts of ${fleet.releases.join(', ')}`);
  await campaign({
    ...{ fleet, seed, attempts: Number(attempts), done: print, failed },
    steps: steps === undefined ? Number.POSITIVE_INFINITY : Number(steps),
    time,
    signal: ender.signal,
  });
}

function print(number: number, one: Done): void {
  all.push(one);
  const word = one.wrong.length === 0 ? 'ok  ' : 'FAIL';
  const late = one.step.do === 'change' && one.step.struck && !one.wasStruck ? ' (too late)' : '';
  console.log(`${word}  ${number}  ${Math.round(one.seconds)} s  ${told(one.step)}${late}`);
  for (const line of one.wrong) console.log(line.replaceAll(/^/gm, '        '));
}

function failed(number: number, { steps: some }: Failure): void {
  const file = `soak-${seed}-${number}.json`;
  writeFileSync(file, `${JSON.stringify({ ...fleet, steps: some }, undefined, 2)}\n`);
  console.log(`The same in ${some.length} ${some.length === 1 ? 'step' : 'steps'}:`);
  for (const step of some) console.log(`        ${told(step)}`);
  console.log(`    npm run soak -- --replay ${file}`);
}
