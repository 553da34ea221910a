import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

interface Starting {
  /** Gets what it prints. */
  log: string;
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

/** A program that runs until it is ended. */
export class Program {
  readonly #child: ChildProcess;
  /** Resolves to its exit code once it has ended; null where a signal ended it. */
  readonly ended: Promise<number | null>;

  constructor([command = '', ...words]: readonly string[], { log, env, cwd }: Starting) {
    const file = openSync(log, 'a');
    this.#child = spawn(command, words, {
      stdio: ['ignore', file, file],
      env: { ...process.env, ...env },
      ...(cwd !== undefined && { cwd }),
    });
    closeSync(file);
    this.ended = new Promise((resolve) => this.#child.once('close', resolve));
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Resolves when it has ended. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    this.signal(signal);
    await this.ended;
  }
}
