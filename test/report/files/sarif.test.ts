import { describe, expect, it } from 'vitest';
import { sarif } from '../../../src/report/files/sarif.ts';
import { driftReport, HOSTILE, runReport } from './reports.ts';
import { isSarif } from './sarif-schema.ts';

function read(text: string) {
  const document = JSON.parse(text);
  expect([isSarif(document), isSarif.errors]).toEqual([true, null]);
  return document.runs[0];
}

it('the schema refuses a document that is none', () => {
  const document = JSON.parse(sarif(driftReport()));
  document.runs[0].results[0].level = 'fatal';
  expect(isSarif(document)).toBe(false);
});

describe('a drift check', () => {
  it('has a result for each finding and each failure, new or not, and what is waived suppressed', () => {
    const { results, tool } = read(sarif(driftReport()));
    const said = results.map((one: Record<string, unknown>) => [
      one['ruleId'],
      one['level'],
      one['baselineState'],
    ]);
    expect(said).toEqual([
      ['both', 'error', 'new'],
      ['waived', 'note', undefined],
      ['unmanaged', 'note', undefined],
      ['unreachable', 'error', undefined],
    ]);
    expect(results[1].suppressions).toEqual([
      { kind: 'external', status: 'accepted', justification: 'vendor tests (alice, until 2027-01-31)' },
    ]);
    const rules = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(
      results.map(({ ruleId }: { ruleId: string }) => ruleId).filter((id: string) => !rules.includes(id)),
    ).toEqual([]);
  });

  it('leads to the task, and names host and resource', () => {
    const [first] = read(sarif(driftReport())).results;
    expect(first.locations[0]).toEqual({
      physicalLocation: {
        artifactLocation: { uri: 'playbooks/site.yaml' },
        region: { startLine: 4, startColumn: 7 },
      },
      logicalLocations: [{ name: 'network lab', fullyQualifiedName: 'hv01/network lab', kind: 'resource' }],
    });
    expect(first.message.text).toBe(
      'network lab on hv01: drifted and pending\n~ mtu: 1450 → 1400 [stored]\n~ autostart: off → on',
    );
  });

  it('knows a finding again whose values have changed', () => {
    const prints = (text: string) =>
      read(text).results.map((one: Record<string, object>) => one['partialFingerprints']);
    const other = driftReport({}, (text) => (text === '1400' ? '9000' : text));
    expect(prints(sarif(other))).toEqual(prints(sarif(driftReport())));
    expect(new Set(prints(sarif(other)).map((one: object) => JSON.stringify(one))).size).toBe(4);
  });
});

it.each([
  ['apply', ['failed']],
  ['check', ['would-change', 'failed']],
] as const)('a run in mode %s has results %s', (mode, rules) => {
  const { results, invocations } = read(sarif(runReport(mode)));
  expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(rules);
  expect(invocations[0]).toMatchObject({ executionSuccessful: false, exitCode: 2 });
});

it.each(HOSTILE)('texts of hosts are no links: %s', (_, text) => {
  const { results } = read(sarif(driftReport({}, () => text)));
  expect(results).toHaveLength(4);
  for (const { message } of results) expect(message.text).not.toContain('](');
});

it.each([
  ['play books/1%.yaml', 'play%20books/1%25.yaml'],
  ['/srv/site.yaml', 'file:///srv/site.yaml'],
])('the path %s is the URI %s', (file, uri) => {
  const report = driftReport();
  const [first] = report.findings ?? [];
  if (!first) throw new Error('no finding');
  const findings = [{ ...first, place: { file, line: 1, column: 1 } }];
  const [result] = read(sarif({ ...report, findings })).results;
  expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
});
