import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { outcome } from '../../report/outcomes.ts';
import { keep } from '../told.ts';
import { wrongIn } from './wrong-in.ts';

/** Keeps runs on a small disk until it is full, makes room, keeps one more; prints how many were kept, what was warned of, and what is wrong. */
const [, , folder = ''] = process.argv;
const place = { kind: 'file', path: join(folder, 'history.db') } as const;
const records = Array.from({ length: 300 }, (_, index) =>
  outcome(`hv${index}`, { message: 'x'.repeat(300) }),
);
const hosts = records.map(({ host }) => host);
/** What is warned of, but that a slow machine did not answer in time: then another run is kept instead. */
async function one(id: string): Promise<string[]> {
  for (let attempt = 0; ; attempt += 1) {
    const told = {
      id: attempt === 0 ? id : `${id}-${attempt}`,
      time: '2026-11-28T12:00:00.000Z',
      hosts,
      records,
    };
    const warned = await keep(place, told);
    if (warned.length === 0) names.push(told.id);
    if (!warned.some((why) => why.includes('did not answer'))) return warned;
  }
}
const names: string[] = [];
writeFileSync(join(folder, 'filler'), Buffer.alloc(900_000));
let warned: string[] = [];
let kept = 0;
while (warned.length === 0 && kept < 100) {
  warned = await one(`run-${kept}`);
  if (warned.length === 0) kept += 1;
}
rmSync(join(folder, 'filler'));
const behind = await one('behind');
process.stdout.write(
  JSON.stringify({ kept, warned, behind, wrong: wrongIn(place.path, names, records.length) }),
);
