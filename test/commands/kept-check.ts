import { join } from 'node:path';
import { expect } from 'vitest';
import { keep } from '../history/told.ts';
import { driftReport } from '../report/files/reports.ts';

type Place = { kind: 'file'; path: string };
/** Where a project keeps its history in tests. */
export const placeIn = (folder: string): Place => ({
  kind: 'file',
  path: join(folder, 'virtfleet/history.db'),
});

/** Keeps a drift check as it would have been. */
export async function keepCheck(
  place: Place,
  report = driftReport(),
  more: Partial<Parameters<typeof keep>[1]> = {},
) {
  const { record, findings = [], exitCode } = report;
  const { run: id, started: time, hosts, tasks: records } = record;
  const found = { findings, unprivileged: [] };
  const told = { id, time, mode: 'drift', hosts, records, exitCode, found, ...more } as const;
  expect(await keep(place, told)).toEqual([]);
}
