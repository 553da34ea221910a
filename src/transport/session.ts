/** What a script answered. Bytes, because the output of a host is data in no particular encoding. */
export interface Reply {
  /** The exit status, 128 + N when signal N ended the script. */
  status: number;
  stdout: Buffer;
  stderr: Buffer;
  /** True when output above the limit was dropped. */
  truncated: boolean;
  /** Where in stdout it was, if there. */
  cutAt?: number;
  /** Set when the script did not end by itself: everything it had started was killed. */
  stopped?: 'timeout' | 'abort';
}

export interface RunOptions {
  /** Milliseconds that the script may take. */
  timeout?: number;
  /** Aborting stops the script on the host; what it had done until then is in the reply. */
  signal?: AbortSignal;
  /** The script only reads: when its answer is lost with the connection, it is sent again over a new one. */
  repeatable?: boolean;
}

/** A persistent POSIX shell on one host. Scripts run one after the other, each in a subshell of its own. */
export interface Session {
  /** Runs one script in one round trip. Rejects with `Lost` when the connection ends before the answer. */
  run(script: string, options?: RunOptions): Promise<Reply>;
  /** Hexadecimal digits that no output can contain by chance or intent: for markers inside scripts. */
  readonly nonce: string;
  /** Scripts sent since the session was opened. */
  readonly roundTrips: number;
  close(): Promise<void>;
}

/** The connection ended before the answer came: whether the script ran, and how far, is unknown. */
export class Lost extends Error {
  override name = 'Lost';
  /** False when the connection was gone before the script went out: then it certainly did not run. */
  readonly sent: boolean;

  constructor(reason: string, sent: boolean) {
    super(reason);
    this.sent = sent;
  }
}
