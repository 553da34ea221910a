import { claim, giveBack } from '../../controllers/claim.ts';
import type { Database } from '../../controllers/database.ts';
import { openJobs } from '../../controllers/sweep.ts';
import { counted } from '../../report/fold.ts';
import type { Io } from '../command.ts';
import type { Complaints } from './complaints.ts';
import { unfitness } from './fitness.ts';
import { Slots } from './slots.ts';
import { sharedSchedule } from './surroundings.ts';
import { schedulesOf } from './tick.ts';
import { workJob } from './work-job.ts';

/** Who does jobs, and with what. */
interface Worker {
  /** Path of schedule.yaml. */
  file: string;
  region: string;
  name: string;
  capacity: number;
  /** As `--history` is written. */
  history: string;
  database: Database;
  complaints: Complaints;
  say: (text: string) => void;
}

/** The jobs of a worker, of at most its capacity at the same time. */
export class WorkerJobs {
  readonly #worker: Worker;
  readonly #io: Io;
  readonly #slots: Slots;
  #busy = 0;

  constructor(worker: Worker, io: Io) {
    this.#worker = worker;
    this.#io = io;
    this.#slots = new Slots(worker.capacity);
  }

  /** How many jobs it does. */
  get busy(): number {
    return this.#busy;
  }

  /**
   * Does a job, if it is there for this worker. Resolves when it has ended; `decided` is called once it is known whether
   * this worker does it.
   */
  async take(id: string, decided = () => {}): Promise<void> {
    await this.#slots.use(() => this.#do(id, decided));
  }

  /**
   * Takes jobs of which the queue did not tell: it may have lost them, or somebody who can write into it holds them up.
   * Resolves when all that are open were looked at.
   */
  async look(): Promise<void> {
    const { file, region, database } = this.#worker;
    const schedules = schedulesOf(sharedSchedule(file));
    const open = await this.#slots.use(() => database.ask((db) => openJobs(db, schedules, region)));
    for (const { id, wait } of open)
      if (wait === 0)
        await new Promise<void>((decided) => {
          this.take(id, decided).then(decided, decided);
        });
  }

  async #do(id: string, decided: () => void): Promise<void> {
    if (this.#io.signal.aborted) return;
    const { database, complaints, file, history, region, name, say } = this.#worker;
    // From here on: SIGTERM waits for a job that is just being claimed, too.
    this.#busy += 1;
    try {
      const job = await database.ask((db) => claim(db, id, { worker: name, region }));
      if (typeof job === 'string') return;
      const reason = await unfitness(job, { file, region }, this.#io);
      // It is offered again every few seconds until its deadline.
      complaints.about(`jobs of ${job.name}`, reason && `refused: ${reason}`);
      if (reason !== undefined) {
        await database.ask((db) => giveBack(db, job, `${name} refused it: ${reason}`));
        return;
      }
      decided();
      say(`${id}: begun, ${counted(job.hosts.length, 'host')}`);
      say(`${id}: ${await workJob(job, { file, history, database }, this.#io.cut, this.#io)}`);
    } finally {
      this.#busy -= 1;
    }
  }
}
