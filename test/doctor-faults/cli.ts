import { labBeside } from '../lab/lab.ts';
import type { Fault } from './fault.ts';
import { FAULTS } from './faults/index.ts';
import { Stage } from './stage.ts';
import { type Trial, tried } from './trial.ts';

/**
 * usage: npm run doctor-faults [-- [--hosts NUMBER] [--pairs NUMBER] [TEXT…]]
 * Breaks hosts of a lab of its own in each way whose name has one of the texts, all without one, then in pairs of ways
 * that have to do with other things; and asks the doctor each time.
 */
const words = process.argv.slice(2);
const numberOf = (option: string, otherwise: number) => {
  const at = words.indexOf(option);
  return at < 0 ? otherwise : Number(words.splice(at, 2)[1]);
};
const [hosts, count] = [numberOf('--hosts', 2), numberOf('--pairs', 40)];
const alone = FAULTS.filter(({ name }) => words.length === 0 || words.some((text) => name.includes(text)));
const lab = labBeside('doctor-faults');
const stage = new Stage(lab);

try {
  await lab.up({ hosts, releases: ['bookworm', 'trixie'], log: (line) => process.stderr.write(`${line}\n`) });
  const names = lab.hosts().map(({ name }) => name);
  await stage.set(names);
  const healthy = await Promise.all(names.map((name) => stage.doctor(name)));
  const wrong = healthy.flatMap(({ findings }) => findings.map(({ id }) => id));
  process.stdout.write(`healthy: ${wrong.join(', ') || 'nothing found'}\n`);
  const singles = await all(alone.map((fault) => [fault]));
  const pairs = await all(pairsOf(alone, count));
  report('alone', singles);
  report('in pairs', pairs);
  const failed = [...singles, ...pairs].filter(({ faults }) => faults.length > 0).length;
  process.exitCode = failed + wrong.length > 0 || singles.length === 0 ? 1 : 0;
} finally {
  stage.end();
  await lab.down();
}

async function all(queue: (readonly Fault[])[]): Promise<Trial[]> {
  const trials: Trial[] = [];
  const work = async (host: string) => {
    for (let faults = queue.shift(); faults; faults = queue.shift()) {
      const trial = await tried(stage, host, faults);
      trials.push(trial);
      print(trial);
    }
  };
  await Promise.all(lab.hosts().map(({ name }) => work(name)));
  return trials;
}

/** So many of all pairs of faults of two parts, evenly spread over them. */
function pairsOf(faults: readonly Fault[], most: number): Fault[][] {
  const whole = faults.filter(({ about }) => about === undefined);
  const all = whole.flatMap((one, index) =>
    whole.slice(index + 1).flatMap((other) => (one.part === other.part ? [] : [[one, other]])),
  );
  return all.filter(
    (_, index) => Math.floor((index * most) / all.length) !== Math.floor(((index + 1) * most) / all.length),
  );
}

function print({ name, host, found, faults, isPossible }: Trial): void {
  const word = isPossible ? (faults.length === 0 ? 'ok  ' : 'FAIL') : '-   ';
  process.stdout.write(`${word}  ${host}  ${name}: ${found.join(', ') || 'nothing'}\n`);
  for (const fault of faults) process.stdout.write(`${fault.replaceAll(/^/gm, '        ')}\n`);
}

function report(how: string, trials: readonly Trial[]): void {
  const made = trials.filter(({ isPossible }) => isPossible);
  const hits = made.filter(({ faults }) => faults.length === 0).length;
  const rest = trials.length - made.length;
  process.stdout.write(`${how}: ${hits} of ${made.length}; ${rest} not possible\n`);
}
