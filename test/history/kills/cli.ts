import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killOnce } from './kill.ts';

/** Kills a process that keeps runs at as many random moments as asked, 200 unless said; ends with 1 when one is wrong. */
const KILLS = Number(process.argv[2] ?? 200);
const folder = mkdtempSync(join(tmpdir(), 'virtfleet-kills-'));
let finished = 0;
let wrong = 0;
let warned = 0;
try {
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const found = await killOnce(join(folder, 'history.db'), `kill${kill}`);
    finished += found.finished.length;
    wrong += found.wrong.length;
    warned += found.warned.length;
    for (const sentence of found.wrong) console.log(`kill ${kill}: ${sentence}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(
  `${KILLS} kills, ${finished} runs reported as finished, ${warned} with a warning, ${wrong} wrong.`,
);
process.exitCode = wrong > 0 ? 1 : 0;
