/** Evaluates very many mutated expressions; `npm run fuzz -- 1000000` takes another number. */
import { fuzz } from './fuzz.ts';

const runs = Number(process.argv[2] ?? 100_000);
const { values, faults } = fuzz(runs);
console.log(`${runs} expressions: ${values} values, ${faults} faults, nothing else.`);
