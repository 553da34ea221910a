import { Worker } from 'node:worker_threads';
import { inputOf } from './input.ts';
import { cpu, patienceFor } from './judge.ts';
import type { Target } from './target.ts';
import type { Finding, Order, Report } from './worker.ts';

/** Milliseconds of one target until it is the turn of the next. */
const SLICE = 3_000;
/** So many times the patience for an input, and it counts as hung. */
const HUNG = 20;
/** MiB of the heap above which a worker is replaced, and that it may not exceed. */
const [FULL, MOST] = [600, 1200];

/** Node 20 gives workers no loader of the process that starts them. */
const START = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(new URL('worker.ts', import.meta.url).href)});
});`;

/** Reads inputs of targets in a worker; one that hangs or takes all memory costs the worker, and is a finding. */
export class Campaign {
  readonly read = new Map<string, number>();
  readonly #seed: number;
  readonly #tell: (finding: Finding) => void;
  readonly #watched = new SharedArrayBuffer(16);
  #worker: Worker | undefined;

  constructor(seed: number, tell: (finding: Finding) => void) {
    this.#seed = seed;
    this.#tell = tell;
  }

  /** Each target in turn for the same time, until all have read so many, or `stop` aborts. */
  async run(targets: readonly Target[], inputs: number, stop: AbortSignal): Promise<void> {
    const all = () => (stop.aborted ? inputs : [...this.read.values()].reduce((sum, one) => sum + one, 0));
    while (all() < inputs)
      for (const target of targets) if (all() < inputs) await this.#slice(target, inputs - all());
    await this.#worker?.terminate();
  }

  async #slice(target: Target, most: number): Promise<void> {
    const from = this.read.get(target.name) ?? 0;
    const { read, findings, heap } = await this.#ask(target, { target: target.name, from, most, ms: SLICE });
    this.read.set(target.name, from + read);
    for (const finding of findings) this.#tell(finding);
    if (heap < FULL) return;
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  async #ask(target: Target, order: Order): Promise<Report> {
    this.#worker ??= new Worker(START, {
      eval: true,
      workerData: { seed: this.#seed, watched: this.#watched },
      resourceLimits: { maxOldGenerationSizeMb: MOST },
    });
    const worker = this.#worker;
    const now = new Float64Array(this.#watched);
    now.fill(Number.POSITIVE_INFINITY);
    let why = 'memory: no input of this size should take it';
    const watch = setInterval(() => {
      const [index = 0, since = 0] = now;
      if (since === Number.POSITIVE_INFINITY) return;
      if (cpu() - since < HUNG * patienceFor(target, inputOf(target, this.#seed, index))) return;
      why = `hangs: after ${Math.round((cpu() - since) / 1000)} s it is still at work`;
      worker.terminate();
    }, 500);
    try {
      return await new Promise<Report>((resolve, reject) => {
        worker
          .once('message', resolve)
          .once('error', reject)
          .once('exit', () => reject(new Error(why)));
        worker.postMessage(order);
      });
    } catch (error) {
      if (!now[0] || now[0] === Number.POSITIVE_INFINITY) throw error;
      const index = now[0];
      this.#worker = undefined;
      const known =
        (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof Error;
      const verdict = why.startsWith('hangs')
        ? why
        : `memory: ${known ? (error as Error).message : String(error)}`;
      const input = inputOf(target, this.#seed, index);
      return {
        read: index + 1 - order.from,
        findings: [{ target: target.name, index, verdict, input }],
        heap: 0,
      };
    } finally {
      clearInterval(watch);
      worker.removeAllListeners('message').removeAllListeners('error').removeAllListeners('exit');
    }
  }
}
