import { randomBytes } from 'node:crypto';
import type { Channel } from './channel.ts';
import { Collector } from './collector.ts';
import { endMarker, frame } from './frame.ts';
import { Lost, type Reply, type RunOptions, type Session } from './session.ts';
import { Stopper } from './stopper.ts';

export interface ShellLimits {
  /** Default time limit of a script in milliseconds. */
  timeout: number;
  /** Milliseconds from TERM to KILL, and from KILL to giving the connection up. */
  grace: number;
  /** Bytes kept of a stream of a script: its beginning and its end. The rest is read and dropped. */
  output: number;
}

export const SHELL_LIMITS: ShellLimits = { timeout: 60_000, grace: 3_000, output: 64 * 1024 * 1024 };

/** One running script. */
interface Turn {
  stdout: Collector;
  stderr: Collector;
  settle: () => void;
}

const CUT = 'You ended the run';

/** The session of a shell that reads frames from `channel`. It does not matter how the shell was started. */
export class Shell implements Session {
  readonly nonce = randomBytes(16).toString('hex');
  roundTrips = 0;
  /** Scripts do not know it, so their output cannot imitate the end of a frame. */
  readonly #marker = randomBytes(16).toString('hex');
  readonly #channel: Channel;
  readonly #limits: ShellLimits;
  #last: Promise<unknown> = Promise.resolve();
  #turn: Turn | undefined;
  #end: string | undefined;

  /** `cut` ends it at once, whatever runs. */
  constructor(channel: Channel, limits: ShellLimits, cut?: AbortSignal) {
    this.#channel = channel;
    this.#limits = limits;
    const give = () => this.#give(CUT);
    channel.stdout.on('data', (chunk: Buffer) => this.#read('stdout', chunk));
    channel.stderr.on('data', (chunk: Buffer) => this.#read('stderr', chunk));
    channel.ended.then((reason) => {
      cut?.removeEventListener('abort', give);
      this.#give(reason);
    });
    if (cut?.aborted) give();
    else cut?.addEventListener('abort', give);
  }

  run(script: string, options: RunOptions = {}): Promise<Reply> {
    const turn = this.#last.then(() => this.#take(script, options));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    this.#channel.close();
    await this.#channel.ended;
  }

  #give(reason: string): void {
    this.#end ??= reason;
    this.#turn?.settle();
    if (reason === CUT) this.#channel.close();
  }

  async #take(script: string, { timeout, signal }: RunOptions): Promise<Reply> {
    signal?.throwIfAborted();
    if (this.#end !== undefined) throw new Lost(this.#end, false);
    this.roundTrips += 1;
    const marker = endMarker(this.#marker, this.roundTrips);
    const stdout = new Collector(marker, this.#limits.output);
    const stderr = new Collector(marker, this.#limits.output);
    const text = frame(marker, script);
    const stopped = await new Promise<Reply['stopped']>((resolve) => {
      const stopper = new Stopper(
        (how) => this.#channel.stdin.write(how),
        this.#limits.grace,
        () => this.close(),
      );
      const timer = setTimeout(() => stopper.stop('timeout'), timeout ?? this.#limits.timeout);
      const abort = () => stopper.stop('abort');
      signal?.addEventListener('abort', abort, { once: true });
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        stopper.clear();
        resolve(stopper.reason);
      };
      this.#turn = { stdout, stderr, settle };
      this.#channel.stdin.write(text);
    });
    this.#turn = undefined;
    if (stdout.status === undefined || !stderr.done)
      throw new Lost(this.#end ?? 'The script could not be stopped', true);
    return {
      status: stdout.status,
      stdout: stdout.bytes(),
      stderr: stderr.bytes(),
      truncated: stdout.cutAt !== undefined || stderr.cutAt !== undefined,
      ...(stdout.cutAt !== undefined && { cutAt: stdout.cutAt }),
      ...(stopped ? { stopped } : {}),
    };
  }

  /** Output without a running script comes from a leftover of an earlier script. It is dropped. */
  #read(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    const turn = this.#turn;
    if (!turn) return;
    turn[stream].push(chunk);
    if (turn.stdout.done && turn.stderr.done) turn.settle();
  }
}
