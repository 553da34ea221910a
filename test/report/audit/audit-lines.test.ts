import { describe, expect, it } from 'vitest';
import { auditLines } from '../../../src/report/audit/audit-lines.ts';
import { painter } from '../../../src/report/paint.ts';
import { plantedReport, reportOf, said } from './planted-report.ts';

const options = (width: number, expand = false) => ({ paint: painter(false), width, expand });
const hosts = (count: number) =>
  Array.from({ length: count }, (_, index) => `hv${String(index + 1).padStart(2, '0')}`);

describe('the page', () => {
  it('says once what many hosts have alike', () => {
    const findings = hosts(60).map((host) => ({ ...said('lab'), host, evidence: 'autostart is off' }));
    const lines = auditLines({ ...reportOf(findings), hosts: hosts(60), unreachable: [] }, options(80));
    expect(lines).toEqual([
      'WARNING autostart-off: A running network does not start with the host (60)',
      '  hv[01:60]  network lab  autostart is off',
      '  why: It is lost.',
      '  do: Switch it on.',
      '',
      '60 warnings on 60 of 60 hosts.',
    ]);
  });

  it('shows a few rows of what is different everywhere, with --expand all', () => {
    const findings = hosts(60).map((host) => ({ ...said('lab'), host, evidence: `of ${host}` }));
    const report = { ...reportOf(findings), hosts: hosts(60), unreachable: [] };
    expect(auditLines(report, options(80))).toHaveLength(12);
    expect(auditLines(report, options(80))[7]).toBe('  and 54 more rows (--expand)');
    expect(auditLines(report, options(80, true)).filter((line) => /^ {2}hv\d\d /.test(line))).toHaveLength(
      60,
    );
  });

  it('puts errors first and what is waived last', () => {
    const waiver = { reason: 'vendor tests', who: 'alice', until: '2027-01-31' };
    const report = plantedReport((one) => (one.rule === 'bridge-down' ? { ...one, waiver } : one));
    const titles = auditLines(report, options(100)).flatMap(
      (line) => /^(ERROR|WARNING|WAIVED)/.exec(line)?.[1] ?? [],
    );
    const all = ['ERROR', 'WARNING', 'WAIVED'];
    expect([...new Set(titles)]).toEqual(all);
    expect(titles).toEqual(all.flatMap((one) => titles.filter((title) => title === one)));
    expect(auditLines(report, options(200))).toContain(
      '  hv01: network p20: bridge-down, until 2027-01-31, alice: vendor tests',
    );
  });

  it.each([80, 100])('fits into %s columns, but for commands and long words', (width) => {
    const lines = auditLines(plantedReport(), options(width));
    expect(lines.length).toBeGreaterThan(300);
    expect(lines.filter((line) => line.length > width && !line.startsWith('      '))).toEqual([]);
  });

  it('says which hosts were not read and what was not seen', () => {
    const report = {
      ...reportOf([]),
      unseen: [{ what: 'the rules of the firewall', hosts: ['hv01', 'hv02'] }],
    };
    expect(auditLines(report, options(80))).toEqual([
      '1 host could not be read',
      '  hv03: No route.',
      '',
      'Not seen on hv01, hv02: the rules of the firewall.',
      '',
      expect.stringMatching(/^Nothing found: 2 hosts, \d+ rules\.$/),
    ]);
  });
});
