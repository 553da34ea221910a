import { isDeclared, type Target } from './target.ts';

/** What is wrong with how a target read an input, in a line; undefined where nothing is. */
export type Verdict = string | undefined;

/** Milliseconds of CPU that any input may take, and each KiB of it. */
const PATIENCE = 250;
const PATIENCE_PER_KIB = 12;

/** Control characters besides tab and newline, and those that turn the direction of writing. */
const RAW = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

export function patienceFor({ patience = PATIENCE }: Pick<Target, 'patience'>, input: Buffer): number {
  return patience + (input.length / 1024) * PATIENCE_PER_KIB;
}

/** Milliseconds of CPU that this process has taken: a shared machine may let it sleep, which says nothing of a reader. */
export function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** An input that took too long is read twice more: memory may have been collected meanwhile, and the shortest counts. */
export async function verdictOn(target: Target, input: Buffer): Promise<Verdict> {
  const limit = patienceFor(target, input);
  const first = await readOnce(target, input);
  if (first.verdict !== undefined || first.took <= limit) return first.verdict;
  const again = [(await readOnce(target, input)).took, (await readOnce(target, input)).took];
  const shortest = Math.min(first.took, ...again);
  return shortest > limit ? `slow: ${Math.round(shortest)} ms for ${input.length} bytes` : undefined;
}

async function readOnce(target: Target, input: Buffer): Promise<{ took: number; verdict: Verdict }> {
  const start = cpu();
  let verdict: Verdict;
  try {
    // A promise costs a turn of the loop: most targets make none.
    const made = target.read(input);
    const said = made instanceof Promise ? await made : made;
    if (typeof said === 'string' && RAW.test(said))
      verdict = `raw: ${JSON.stringify(RAW.exec(said)?.[0])} is printed`;
  } catch (error) {
    if (!isDeclared(error)) verdict = `throws: ${wordOf(error)}`;
  }
  return { took: cpu() - start, verdict: verdict ?? pollution() };
}

/** The error and where it was thrown, without what depends on the input: two of a kind read the same. */
function wordOf(error: unknown): string {
  if (!(error instanceof Error)) return `no error: ${String(error).slice(0, 80)}`;
  const at = error.stack
    ?.split('\n')
    .find((line) => line.includes('/src/'))
    ?.replace(/^.*\/(src\/[^)]*):\d+\)?$/, '$1');
  return `${error.name} at ${at ?? 'nowhere of ours'}: ${error.message.split('\n')[0]?.slice(0, 120)}`;
}

const PROTOTYPES = [Object, Array, Function, Map, Set, String, Number, RegExp, Error, Promise].map(
  ({ prototype }) => ({
    prototype: prototype as object,
    keys: Reflect.ownKeys(prototype).length,
  }),
);

function pollution(): Verdict {
  for (const one of PROTOTYPES)
    if (Reflect.ownKeys(one.prototype).length !== one.keys)
      return `pollutes: ${Reflect.ownKeys(one.prototype).at(-1)?.toString()} of a prototype`;
  return undefined;
}
