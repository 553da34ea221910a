/** Tries and milliseconds: a smaller input that fails in the same way is nicer, but nobody waits for the smallest. */
const TRIES = 2000;
const PATIENCE = 30_000;

/** A smaller input of which `fails` still says yes: parts are left out, halves first, down to single bytes. */
export async function shrunk(input: Buffer, fails: (smaller: Buffer) => Promise<boolean>): Promise<Buffer> {
  const until = Date.now() + PATIENCE;
  let [best, tries] = [input, 0];
  for (
    let size = Math.ceil(best.length / 2);
    size >= 1 && tries < TRIES;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let at = 0; at < best.length && tries < TRIES && Date.now() < until; ) {
      const smaller = Buffer.concat([best.subarray(0, at), best.subarray(at + size)]);
      tries += 1;
      if (await fails(smaller)) best = smaller;
      else at += size;
    }
  }
  return best;
}
