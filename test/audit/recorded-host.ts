import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditedHost } from '../../src/audit/host-model.ts';
import { answersIn } from '../../src/audit/questions.ts';
import { hostOf } from '../../src/audit/read-host.ts';
import type { Probe, Probes } from '../../src/plan/probe.ts';

/** The answers of a host of the lab, by the keys of the probes; stdout in lines. */
export type RecordedHost = Readonly<Record<string, readonly { status: number; stdout: readonly string[] }[]>>;

/** Answers from a file, as the engine has those of a host. */
export class RecordedAnswers {
  readonly #recorded: RecordedHost;

  constructor(recorded: RecordedHost) {
    this.#recorded = recorded;
  }

  known<T>({ key, parse }: Probe<T>): T | undefined {
    const own = this.#recorded[key];
    return (
      own &&
      parse(
        own.map(({ status, stdout }) => ({
          status,
          stdout: Buffer.from(stdout.join('\n')),
          stderr: NOTHING,
        })),
      )
    );
  }

  values(probes: Probes): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(probes).map(([name, probe]) => {
        if (!this.#recorded[probe.key]) throw new Error(`nothing is recorded of ${probe.key}`);
        return [name, this.known(probe)];
      }),
    );
  }
}

const NOTHING = Buffer.alloc(0);

/** Where the answers of a host of the lab are: of the clean fleet, or with all that test/lab/audit/ plants. */
export function recordedPath(state: 'clean' | 'planted', libvirt: '9.0' | '11.3'): string {
  return join(import.meta.dirname, '../recorded', `audit-${state}-libvirt-${libvirt}.json`);
}

/** The model of a recorded host; `changed` is what becomes of the text of the recording. */
export function recordedHost(
  name: string,
  path: string,
  changed: (recording: string) => string = (recording) => recording,
): AuditedHost {
  const recording = changed(readFileSync(path, 'utf8'));
  const { answers, factsOf } = answersIn(new RecordedAnswers(JSON.parse(recording)));
  return hostOf({ name, groups: [] }, answers, factsOf);
}

/** The two hosts of the fleet. */
export function recordedFleet(state: 'clean' | 'planted'): AuditedHost[] {
  return (['9.0', '11.3'] as const).map((libvirt, index) =>
    recordedHost(`hv0${index + 1}`, recordedPath(state, libvirt)),
  );
}
