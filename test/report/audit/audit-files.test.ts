import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../src/audit/rules/index.ts';
import { auditJson } from '../../../src/report/audit/audit-json.ts';
import { auditJunit } from '../../../src/report/audit/audit-junit.ts';
import { auditMarkdown } from '../../../src/report/audit/audit-markdown.ts';
import { auditCode } from '../../../src/report/audit/audit-report.ts';
import { auditSarif } from '../../../src/report/audit/audit-sarif.ts';
import { HOSTILE } from '../files/reports.ts';
import { isSarif } from '../files/sarif-schema.ts';
import { plantedReport, reportOf, said } from './planted-report.ts';

const PLACE = { file: 'play books/site.yaml', line: 4, column: 7 };
const WAIVER = { reason: 'vendor tests', who: 'alice', until: '2027-01-31' };

function sarif(text: string) {
  const document = JSON.parse(text);
  expect([isSarif(document), isSarif.errors]).toEqual([true, null]);
  return document.runs[0];
}

describe('SARIF', () => {
  it('of a planted fleet is valid, declares every rule, and has a result for each finding', () => {
    const report = plantedReport();
    const { tool, results } = sarif(auditSarif(report));
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(RULES.map(({ id }) => id));
    expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(
      report.findings.map(({ rule }) => rule),
    );
    const prints = results.map((one: Record<string, object>) => JSON.stringify(one['partialFingerprints']));
    expect(new Set(prints).size).toBe(prints.length);
  });

  it('leads to the task that describes the object, and keeps what is waived', () => {
    const [result] = sarif(auditSarif(reportOf([{ ...said('lab'), place: PLACE, waiver: WAIVER }]))).results;
    expect(result).toMatchObject({
      ruleId: 'autostart-off',
      level: 'warning',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'play%20books/site.yaml' },
            region: { startLine: 4, startColumn: 7 },
          },
          logicalLocations: [
            { name: 'network lab', fullyQualifiedName: 'hv01/network lab', kind: 'resource' },
          ],
        },
      ],
      suppressions: [
        { kind: 'external', status: 'accepted', justification: 'vendor tests (alice, until 2027-01-31)' },
      ],
    });
  });
});

describe('JUnit', () => {
  const suitesOf = (text: string) =>
    [...new DOMParser().parseFromString(text, 'text/xml').getElementsByTagName('testsuite')].map((suite) => ({
      name: suite.getAttribute('name'),
      failures: suite.getAttribute('failures'),
      errors: suite.getAttribute('errors'),
      skipped: suite.getAttribute('skipped'),
      tests: suite.getAttribute('tests'),
    }));

  it('has a suite for each host; what counts fails, what is waived is skipped, a host that is gone is an error', () => {
    const findings = [
      said('lab'),
      { ...said('lab'), host: 'hv02', waiver: WAIVER },
      { ...said('lab'), host: 'hv02', rule: 'bridge-down', severity: 'error' as const },
    ];
    const suite = (name: string, tests: number, [failures, errors, skipped]: readonly number[]) =>
      Object.fromEntries(
        Object.entries({ name, failures, errors, skipped, tests }).map(([key, value]) => [
          key,
          String(value),
        ]),
      );
    expect(suitesOf(auditJunit(reportOf(findings), 'error'))).toEqual([
      suite('hv01', 2, [0, 0, 0]),
      suite('hv02', 3, [1, 0, 1]),
      suite('hv03', 1, [0, 1, 0]),
    ]);
    expect(suitesOf(auditJunit(reportOf(findings), 'warning'))[0]).toEqual(suite('hv01', 2, [1, 0, 0]));
  });
});

it('JSON has the findings with their places, without the texts of files', () => {
  const finding = { ...said('lab'), place: { ...PLACE, source: 'all of it' } };
  const document = JSON.parse(auditJson(reportOf([finding])));
  expect(document.findings).toEqual([{ ...said('lab'), place: PLACE }]);
  expect(document.rules).toHaveLength(RULES.length);
  expect(document.unreachable).toEqual([{ host: 'hv03', message: 'No route.' }]);
});

it('Markdown fits into a comment of GitHub, however much is found', () => {
  const many = Array.from({ length: 3000 }, (_, index) => said(`lab${index}`));
  const text = auditMarkdown(reportOf(many));
  expect(text.length).toBeLessThan(65_536);
  expect(text).toMatch(/\d+ more rows left out\./);
});

it.each(HOSTILE)('texts of hosts stay texts in every file: %s', (_, text) => {
  const report = reportOf([said(text)]);
  const [result] = sarif(auditSarif(report)).results;
  expect(result.message.text).not.toContain('](');
  const xml = new DOMParser().parseFromString(auditJunit(report, 'warning'), 'text/xml');
  expect(xml.getElementsByTagName('testcase')).toHaveLength(4);
  const rows = auditMarkdown(report)
    .split('\n')
    .filter((line) => line.startsWith('| warning'));
  expect(rows).toHaveLength(1);
  expect(JSON.parse(auditJson(report)).findings[0].evidence).toBe(text);
});

it.each([
  ['error', 'error', 3],
  ['warning', 'error', 0],
  ['warning', 'warning', 3],
  ['error', 'none', 0],
] as const)('a finding that is %s exits with --fail-on %s with %s', (severity, failOn, code) => {
  const finding = { ...said('lab'), severity };
  expect(auditCode({ findings: [finding], unreachable: [] }, failOn)).toBe(code);
  expect(auditCode({ findings: [{ ...finding, waiver: WAIVER }], unreachable: [] }, failOn)).toBe(0);
});
