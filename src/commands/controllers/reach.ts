import { queueAddress } from '../../controllers/queue-address.ts';
import type { WorkerTable } from '../../history/controller-tables.ts';
import { within } from '../../history/patience.ts';
import { faultsOf } from '../schedule/fault.ts';

/** Whether a worker reaches its queue, as its signs of life say it. */
export class Reach {
  readonly #address: string;
  readonly #tell: (fault: unknown) => void;
  /** What the connection complained of, until the queue answers. */
  #fault: unknown;

  constructor(url: string, tell: (fault: unknown) => void) {
    this.#address = queueAddress(url);
    this.#tell = tell;
  }

  /** Gets what is wrong with the connection, and undefined when it works again. */
  about(fault: unknown): void {
    this.#fault = fault;
    this.#tell(fault);
  }

  /** Asks the queue what it calls itself. */
  async look(identity: () => Promise<string>): Promise<Pick<WorkerTable, 'queue' | 'queue_id' | 'trouble'>> {
    const queue = this.#address;
    try {
      const id = await within(identity());
      this.about(undefined);
      return { queue, queue_id: id, trouble: '' };
    } catch (error) {
      this.#fault ??= error;
      this.#tell(this.#fault);
      return { queue, queue_id: '', trouble: faultsOf(this.#fault).join(' ') };
    }
  }
}
