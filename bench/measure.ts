import { spawn } from 'node:child_process';

/** What one run of a program took on the operator's machine. */
export interface Sample {
  code: number;
  /** Seconds, by the monotonic clock: the machine's own may be set while something runs. */
  wall: number;
  /** Seconds of user and system time, of the program and all its children. */
  cpu: number;
  /** Bytes, of the largest single process. */
  memory: number;
  output: string;
}

/** Runs a program once under time(1), which counts its children too. */
export function sample(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Sample> {
  const start = performance.now();
  const child = spawn('/usr/bin/time', ['-f', 'measured %U %S %M', ...argv], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const wall = (performance.now() - start) / 1000;
      const output = Buffer.concat(chunks).toString();
      const measured = /^measured (\S+) (\S+) (\S+)$/m.exec(output);
      const [user = Number.NaN, system = Number.NaN, kilobytes = Number.NaN] =
        measured?.slice(1).map(Number) ?? [];
      resolve({ code: code ?? 1, wall, cpu: user + system, memory: kilobytes * 1024, output });
    });
  });
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
