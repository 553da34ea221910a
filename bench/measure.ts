import { spawn } from 'node:child_process';

export interface Sample {
  code: number;
  /** Seconds. */
  wall: number;
  /** Seconds of user and system time on the laptop. */
  cpu: number;
  /** Bytes of the largest process. */
  memory: number;
}

/** Runs a program once under GNU time, which counts all its children. */
export function sample(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<Sample & { output: string }> {
  const child = spawn('/usr/bin/time', ['-f', 'measured %e %U %S %M', ...argv], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      const [wall = 0, user = 0, system = 0, kilobytes = 0] = (/^measured (.+)$/m.exec(output)?.[1] ?? '')
        .split(' ')
        .map(Number);
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
