import { parentPort, workerData } from 'node:worker_threads';
import { inputOf } from './input.ts';
import { cpu, verdictOn } from './judge.ts';
import { shrunk } from './shrink.ts';
import { TARGETS } from './targets/index.ts';

/** What a worker is told to read: inputs of a target from one on, for a while; `only` stops after so many. */
export interface Order {
  target: string;
  from: number;
  most: number;
  ms: number;
}

export interface Finding {
  target: string;
  index: number;
  verdict: string;
  input: Uint8Array;
}

export interface Report {
  read: number;
  findings: Finding[];
  /** MiB of the heap in use: readers keep what they compiled, which a fuzzer does not want. */
  heap: number;
}

/** Shared with who watches: the number of the input that is being read, and the CPU when that began, in ms. */
const { seed, watched } = workerData as { seed: number; watched: SharedArrayBuffer };
const now = new Float64Array(watched);

/** Verdicts that were told of: each kind is told of once. */
const told = new Set<string>();

async function work({ target: name, from, most, ms }: Order): Promise<Report> {
  const target = TARGETS.find((one) => one.name === name);
  if (!target) throw new Error(`no target ${name}`);
  const findings: Finding[] = [];
  const until = Date.now() + ms;
  let index = from;
  for (; index < from + most && Date.now() < until; index++) {
    now[0] = index;
    now[1] = cpu();
    const input = inputOf(target, seed, index);
    const verdict = await verdictOn(target, input);
    const kind = verdict && kindOf(name, verdict);
    if (verdict === undefined || kind === undefined || told.has(kind)) continue;
    told.add(kind);
    now[1] = Number.POSITIVE_INFINITY;
    const fails = async (smaller: Buffer) => kindOf(name, (await verdictOn(target, smaller)) ?? '') === kind;
    const small = await shrunk(input, fails);
    findings.push({
      target: name,
      index,
      verdict: (await verdictOn(target, small)) ?? verdict,
      input: small,
    });
  }
  now[1] = Number.POSITIVE_INFINITY;
  return { read: index - from, findings, heap: Math.round(process.memoryUsage().heapUsed / 2 ** 20) };
}

/** Without numbers and what the input says. */
function kindOf(target: string, verdict: string): string {
  const [word, where] = verdict.split(/: | at /);
  return [target, word, word === 'slow' ? '' : where, /at (\S+):/.exec(verdict)?.[1]].join(' ');
}

parentPort?.on('message', async (order: Order) => parentPort?.postMessage(await work(order)));
