import { describe, expect, it } from 'vitest';
import { topologyOf } from '../../../src/audit/host-topology.ts';
import { auditPage } from '../../../src/report/page/audit-page.ts';
import { recordedFleet } from '../../audit/recorded-host.ts';
import { HOSTILE } from '../files/reports.ts';
import { plantedReport, reportOf, said } from './planted-report.ts';

const topologies = () =>
  new Map(recordedFleet('planted').map((host) => [host.name, topologyOf(host)] as const));

describe('the HTML page', () => {
  it('has a card for what hosts have alike, the fleet as a table, and a drawing of each host', () => {
    const report = plantedReport();
    const text = auditPage(report, topologies());
    const cards = text.match(/<article /g) ?? [];
    expect(cards.length).toBeGreaterThan(80);
    expect(cards.length).toBeLessThanOrEqual(report.findings.length);
    expect(text.match(/<svg /g)).toHaveLength(2);
    for (const { rule } of report.findings) expect(text).toContain(`<code>${rule}</code>`);
    expect(text).toContain('<h1>');
  });

  it.each(HOSTILE)('shows texts of hosts as texts: %s', (_, hostile) => {
    const text = auditPage(reportOf([said(hostile)]), new Map());
    const plain = auditPage(reportOf([said('lab')]), new Map());
    expect(text.match(/<(?:script|article|h\d)/g)).toEqual(plain.match(/<(?:script|article|h\d)/g));
  });
});
