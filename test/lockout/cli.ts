import { campaign, type Tried } from './campaign.ts';
import { CASES } from './cases/index.ts';
import { lab } from './stage.ts';

/**
 * usage: npm run lockout [-- --hosts NUMBER] [TEXT…]
 * Tries the cases whose names have one of the texts, all without one, on hosts of both releases.
 */
const words = process.argv.slice(2);
const at = words.indexOf('--hosts');
const [hosts, texts] = at < 0 ? [8, words] : [Number(words[at + 1]), words.toSpliced(at, 2)];
const cases = CASES.filter(({ name }) => texts.length === 0 || texts.some((text) => name.includes(text)));

try {
  await lab.up({ hosts, releases: ['bookworm', 'trixie'], log: (line) => process.stderr.write(`${line}\n`) });
  process.exitCode = report(await campaign(cases, print));
} finally {
  await lab.down();
}

function print({ name, host, release, trial: { status, faults, seconds } }: Tried): void {
  const word = faults.length === 0 ? 'ok  ' : 'FAIL';
  process.stdout.write(`${word}  ${release} ${host}  ${name}: ${status}, ${seconds} s\n`);
  for (const fault of faults) process.stdout.write(`${fault.replaceAll(/^/gm, '        ')}\n`);
}

/** 1 when a case failed, or none was tried. */
function report(all: readonly Tried[]): number {
  const failed = all.filter(({ trial }) => trial.faults.length > 0).length;
  const lost = all.filter(({ trial }) => trial.isLost).length;
  const times = all.map(({ trial }) => trial.seconds).toSorted((one, other) => one - other);
  process.stdout.write(
    `${cases.length} cases, ${all.length} trials: ${all.length - failed} as they should be, ${failed} not, ${lost} hosts lost; ${times[Math.floor(times.length / 2)] ?? 0} s the median, ${times.at(-1) ?? 0} s the longest\n`,
  );
  return failed > 0 || all.length === 0 ? 1 : 0;
}
