import { type Probe, ProbeError } from '../plan/probe.ts';
import type { TopologyRead } from '../plan/topology.ts';
import type { HostReader } from './connection/host-reader.ts';
import type { HostReporter } from './host-reporter.ts';
import { Observations } from './script/observations.ts';

/** Reports how the networks of a host are plugged together, where that is asked for. */
export class TopologyReport {
  readonly #read: TopologyRead | undefined;
  readonly #reporter: HostReporter;
  /** Of what the first read of the host asks. */
  #reading: ReturnType<TopologyRead> | undefined;

  constructor(read: TopologyRead | undefined, reporter: HostReporter) {
    this.#read = read;
    this.#reporter = reporter;
  }

  /** What is read with what these tasks need. */
  probes(tasks: readonly Probe[]): readonly Probe[] {
    this.#reading = this.#read?.(tasks);
    return this.#reading?.probes ?? [];
  }

  /** What was read with the tasks counts. */
  planned(current: Observations): void {
    // A host of which no task reads anything is not asked.
    if (!this.#reading || current.missing(this.#reading.probes).length > 0) return;
    try {
      this.#reporter.evidence({ topology: this.#reading.of((probe) => current.value(probe)) });
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      this.#reporter.evidence({ topology: { unread: error.message } });
    }
  }

  /** Reads once more what a run may have changed. A host that is gone is reported elsewhere. */
  async performed(remote: HostReader, become: boolean): Promise<void> {
    if (!this.#read) return;
    const current = new Observations();
    try {
      await remote.observe(this.#reading?.probes ?? this.probes([]), become, current);
    } catch {
      return this.#reporter.evidence({ topology: { unread: 'The host was gone at the end of the run.' } });
    }
    this.planned(current);
  }
}
