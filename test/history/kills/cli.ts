import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillDisk } from './fill-disk.ts';
import { killOnce } from './kill.ts';

/**
 * Kills two processes that keep runs in one file at as many random moments as asked, 200 unless said; fills the disk of
 * another, as root. Ends with 1 when anything is wrong.
 */
const KILLS = Number(process.argv[2] ?? 200);
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-kills-'));
let finished = 0;
let wrong = 0;
let warned = 0;
const tell = (about: string, sentences: readonly string[]) => {
  wrong += sentences.length;
  for (const sentence of sentences) console.log(`${about}: ${sentence}`);
};
try {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const found = await killOnce(join(folder, 'history.db'), `kill${kill}`);
    finished += found.finished.length;
    warned += found.warned.length;
    for (const sentence of found.warned) console.log(`kill ${kill}: ${sentence}`);
    tell(`kill ${kill}`, found.wrong);
  }
  console.log(`${KILLS} kills of two, ${finished} runs reported as finished, ${warned} with a warning.`);
  const disk = await fillDisk(folder);
  console.log(`A full disk: ${disk.kept} runs kept before it, then "${disk.warned.join(' ')}".`);
  tell('full disk', disk.wrong);
} finally {
  rmSync(folder, { recursive: true });
}
console.log(`${wrong} wrong.`);
process.exitCode = wrong > 0 ? 1 : 0;
