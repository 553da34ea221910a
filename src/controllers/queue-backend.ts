/** Who uses the queue. */
export interface QueueUser {
  /** `redis://`, `rediss://` or `postgres://`; it may have a password. */
  url: string;
  project: string;
  /** Gets what is wrong with the connection, perhaps often, and undefined when it works again. */
  tell: (fault: Error | undefined) => void;
}

/** How libraries that are there only if somebody installed them are asked for. */
export interface Backend {
  queue(name: string): BullQueue;
  worker(name: string, work: (job: { id?: string }) => Promise<void>, capacity: number): BullWorker;
  /** Makes what the queue needs in the database. */
  prepare(): Promise<void>;
  /** What the queue calls itself, whatever address leads to it. */
  identity(): Promise<string>;
  close(): Promise<void>;
}

export interface BullQueue {
  add(name: string, data: object, options: object): Promise<unknown>;
  getJobCounts(...states: string[]): Promise<Record<string, number>>;
  close(): Promise<void>;
}

interface BullWorker {
  close(): Promise<void>;
}

/** When BullMQ takes a worker for dead, and hands its job to another one (milliseconds). The database says who has it. */
export const TIMES = {
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
};

/** What BullMQ says of a job that it gave to another worker, or forgot: the database decides who has it. */
const MOVED =
  /^(could not renew lock|Missing (lock|key)|Lock mismatch) for job|^Job \S+ is not in the active state/;

/** Tells of what is wrong with a connection, and of nothing that is as it must be. */
export function connectionFaults({ tell }: QueueUser): (error: Error) => void {
  let isUnreadable = false;
  return (error) => {
    if (MOVED.test(error.message)) return;
    if (!(error instanceof SyntaxError)) tell(error);
    // BullMQ keeps JSON, and its fault quotes what somebody else wrote. Once: who can write there could fill the log.
    else if (!isUnreadable) tell(new Error('an entry cannot be read'));
    isUnreadable ||= error instanceof SyntaxError;
  };
}
