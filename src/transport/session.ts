/** The answer of a script. Bytes, because the output of a host has no guaranteed encoding. */
export interface Reply {
  /** The exit status, 128 + N when signal N ended the script. */
  status: number;
  stdout: Buffer;
  stderr: Buffer;
  /** True when output above the limit was dropped. */
  truncated: boolean;
  /** Where output was dropped in stdout, if it was. */
  cutAt?: number;
  /** Set if the script did not end by itself. Everything it had started was killed. */
  stopped?: 'timeout' | 'abort';
}

export interface RunOptions {
  /** Milliseconds that the script may take. */
  timeout?: number;
  /** Aborting stops the script on the host. The reply has its output so far. */
  signal?: AbortSignal;
  /** The script only reads. If its answer is lost with the connection, it is sent again over a new one. */
  repeatable?: boolean;
}

/** A persistent POSIX shell on one host. Scripts run one after the other, each in a subshell of its own. */
export interface Session {
  /** Runs one script in one round trip. Rejects with `Lost` when the connection ends before the answer. */
  run(script: string, options?: RunOptions): Promise<Reply>;
  /** Hexadecimal digits that output cannot contain by chance or intent, for markers inside scripts. */
  readonly nonce: string;
  /** Scripts sent since the session was opened. */
  readonly roundTrips: number;
  close(): Promise<void>;
}

/** The connection ended before the answer. It is unknown whether the script ran, and how far. */
export class Lost extends Error {
  override name = 'Lost';
  /** False if the connection was closed before the script was sent. Then it did not run. */
  readonly sent: boolean;

  constructor(reason: string, sent: boolean) {
    super(reason);
    this.sent = sent;
  }
}
