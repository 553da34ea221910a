import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditedHost } from '../../src/audit/host-model.ts';
import { AUDIT_PROBES, type Audited } from '../../src/audit/probes.ts';
import { hostOf } from '../../src/audit/read-host.ts';

/** The answers of a host of the lab, by the names of the probes; stdout in lines. */
export type RecordedHost = Readonly<Record<string, readonly { status: number; stdout: readonly string[] }[]>>;

/** Where the answers of a host of the lab are: of the clean fleet, or with all that test/lab/audit/plants.ts plants. */
export function recordedPath(state: 'clean' | 'planted', libvirt: '9.0' | '11.3'): string {
  return join(import.meta.dirname, '../recorded', `audit-${state}-libvirt-${libvirt}.json`);
}

/** The model of a recorded host. */
export function recordedHost(name: string, path: string): AuditedHost {
  const recorded: RecordedHost = JSON.parse(readFileSync(path, 'utf8'));
  const answers = Object.entries(AUDIT_PROBES).map(([probe, { parse }]) => {
    const own = (recorded[probe] ?? []).map(({ status, stdout }) => ({
      status,
      stdout: Buffer.from(stdout.join('\n')),
      stderr: Buffer.alloc(0),
    }));
    return [probe, parse(own)];
  });
  return hostOf(name, [], Object.fromEntries(answers) as Audited);
}

/** The two hosts of the fleet. */
export function recordedFleet(state: 'clean' | 'planted'): AuditedHost[] {
  return (['9.0', '11.3'] as const).map((libvirt, index) =>
    recordedHost(`hv0${index + 1}`, recordedPath(state, libvirt)),
  );
}
