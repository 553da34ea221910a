import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { baselineText, readBaseline, withoutBaseline } from '../../src/drift/baseline.ts';
import type { Finding } from '../../src/drift/finding.ts';
import { ProblemError } from '../../src/problem.ts';

function finding(host: string, resource: string, state: Finding['state'] = 'unmanaged'): Finding {
  return { host, resource, task: '', state, changes: [], isNew: true, since: {} };
}

function path(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-baseline-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'baseline.yaml'), text);
  return join(folder, 'baseline.yaml');
}

it('a baseline comes back as it was written, and hosts that were not asked keep theirs', () => {
  const found = [
    finding('hv01', 'network default'),
    finding('hv01', 'tap x: #1'),
    finding('hv02', 'network lab', 'drifted'),
  ];
  const before = { hv01: ['bridge gone'], hv03: ['network old'] };
  const baseline = readBaseline(path(baselineText(found, ['hv01', 'hv02'], before)));
  expect(baseline).toEqual({ hv01: ['network default', 'tap x: #1'], hv03: ['network old'] });
  expect(withoutBaseline([...found, finding('hv02', 'network default')], baseline)).toEqual([
    found[2],
    finding('hv02', 'network default'),
  ]);
  expect(readBaseline(path(baselineText([], ['hv01'], {})))).toEqual({});
});

it('a baseline that cannot be read is refused', () => {
  expect(() => readBaseline(path('- network default\n'))).toThrow(ProblemError);
  expect(readBaseline('/no/such/baseline.yaml')).toEqual({});
});
