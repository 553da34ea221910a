import type { TaskRecord } from '../plan/task-record.ts';
import { hostRow } from './host-rows.ts';
import type { HostTable } from './tables.ts';

type Ending = Pick<TaskRecord, 'status' | 'ignored' | 'rescued'>;

/** What each host of a run came to so far. */
export class HostProgress {
  readonly #endings = new Map<string, Ending[]>();
  readonly #done = new Set<string>();
  /** Hosts that are done, and are not written yet. */
  readonly #news = new Set<string>();

  begin(hosts: readonly string[]): void {
    for (const host of hosts) this.#endings.set(host, []);
  }

  add({ host, status, ignored, rescued }: TaskRecord): void {
    this.#endings.get(host)?.push({ status, ...(ignored && { ignored }), ...(rescued && { rescued }) });
  }

  end(host: string): void {
    this.#done.add(host);
    this.#news.add(host);
  }

  names(): string[] {
    return [...this.#endings.keys()];
  }

  /** The hosts that are done and were not handed to `wrote`. */
  ended(): string[] {
    return [...this.#news];
  }

  wrote(hosts: readonly string[]): void {
    for (const host of hosts) this.#news.delete(host);
  }

  rowsOf(run: number, hosts: readonly string[], isOver = false): HostTable[] {
    return hosts.map((host) =>
      hostRow(run, host, this.#endings.get(host) ?? [], isOver || this.#done.has(host)),
    );
  }
}
