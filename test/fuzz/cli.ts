import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Campaign } from './campaign.ts';
import { verdictOn } from './judge.ts';
import { TARGETS } from './targets/index.ts';

const USAGE = `usage: npm run fuzz -- [--target NAME|all] [--inputs N] [--seed S] [--out FOLDER]
       npm run fuzz -- --target NAME --replay FILE
Targets:
${TARGETS.map(({ name, corpus }) => `  ${name} (${corpus.length} recorded or written inputs)`).join('\n')}`;

const { values } = parseArgs({
  options: {
    target: { type: 'string', default: 'all' },
    inputs: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: '.fuzz' },
    replay: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const targets = TARGETS.filter(({ name }) => values.target === 'all' || name.startsWith(values.target));
const [inputs, seed] = [Number(values.inputs), Number(values.seed)];

if (values.help || targets.length === 0 || !(inputs > 0) || Number.isNaN(seed)) {
  console.error(USAGE);
  process.exitCode = 1;
} else if (values.replay !== undefined) {
  for (const target of targets) {
    const verdict = await verdictOn(target, readFileSync(values.replay));
    console.log(`${target.name}: ${verdict ?? 'nothing is wrong'}`);
    if (verdict !== undefined) process.exitCode = 2;
  }
} else {
  let found = 0;
  const kinds = new Set<string>();
  const campaign = new Campaign(seed, ({ target, index, verdict, input }) => {
    const kind = `${target} ${verdict.replaceAll(/\d+/g, '0').slice(0, 100)}`;
    if (kinds.has(kind)) return;
    kinds.add(kind);
    found += 1;
    mkdirSync(values.out, { recursive: true });
    const file = join(values.out, `${target.replaceAll(/[^a-z0-9.-]+/gi, '-')}-${seed}-${index}`);
    writeFileSync(file, input);
    console.log(`${target} ${seed}/${index}: ${verdict}`);
    console.log(`    npm run fuzz -- --target '${target}' --replay ${file}`);
  });
  const start = Date.now();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());
  await campaign.run(targets, inputs, stop.signal);
  const all = [...campaign.read].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, count] of all) console.log(`${String(count).padStart(9)} ${name}`);
  const sum = all.reduce((total, [, count]) => total + count, 0);
  const seconds = Math.round((Date.now() - start) / 1000);
  console.log(`${sum} inputs of ${all.length} targets in ${seconds} s, seed ${seed}: ${found} findings.`);
  if (found > 0) process.exitCode = 2;
}
