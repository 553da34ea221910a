import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readWaivers } from '../../src/drift/waiver-file.ts';
import { type Waivers, waivedBy, waiverWarnings } from '../../src/drift/waivers.ts';
import { ProblemError } from '../../src/problem.ts';

function file(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'virtfleet-waivers-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'waivers.yaml');
  writeFileSync(path, text);
  return path;
}

const waiver = (about: string) =>
  `- resource: network lab\n  hosts: hv01\n  reason: tests\n  who: alice\n  until: 2027-01-31\n${about}`;

function waivers(text: string, today = '2027-01-31'): Waivers {
  const all = readWaivers(file(text)).map((one) => ({ waiver: one, hosts: new Set([one.hosts]) }));
  return { all, met: new Set(), today };
}

const LAB = { host: 'hv01', resource: 'network lab' };

describe('a waiver', () => {
  it('is of a resource, or of one difference of it, on its hosts', () => {
    expect(waivedBy(waivers(waiver('')), LAB, 'mtu')).toMatchObject({ who: 'alice' });
    expect(waivedBy(waivers(waiver('')), { ...LAB, host: 'hv02' }, 'mtu')).toBeUndefined();
    expect(waivedBy(waivers(waiver('')), { ...LAB, resource: 'network lab2' }, 'mtu')).toBeUndefined();
    const one = waiver('  what: reservation *\n');
    expect(waivedBy(waivers(one), LAB, 'reservation vm1')).toBeDefined();
    expect(waivedBy(waivers(one), LAB, 'mtu')).toBeUndefined();
  });

  it('counts up to its last day, and says so when it has expired', () => {
    const expired = waivers(waiver(''), '2027-02-01');
    expect(waivedBy(expired, LAB, 'mtu')).toBeUndefined();
    expect(waiverWarnings(expired, new Set(['hv01']))).toMatchObject([
      {
        code: 'waiver-expired',
        detail: 'network lab: until 2027-01-31, by alice: tests',
        place: { line: 1 },
      },
    ]);
  });

  it('that matches nothing is reported, unless its hosts were not checked', () => {
    expect(waiverWarnings(waivers(waiver('')), new Set(['hv01']))).toMatchObject([{ code: 'waiver-unused' }]);
    expect(waiverWarnings(waivers(waiver('')), new Set(['hv02']))).toEqual([]);
    const met = waivers(waiver(''));
    waivedBy(met, LAB, 'mtu');
    expect(waiverWarnings(met, new Set(['hv01']))).toEqual([]);
  });
});

describe('a file of waivers', () => {
  it('that is not there has none', () => expect(readWaivers('/no/such/waivers.yaml')).toEqual([]));

  it.each([
    ['an unknown key', waiver('  owner: bob\n'), 'A waiver has no owner.', 6],
    ['no day', waiver('').replace('2027-01-31', 'soon'), 'until: a day such as 2027-01-31.', 5],
    ['no reason', waiver('').replace('  reason: tests\n', ''), 'reason: Invalid input', 1],
    ['no list', 'resource: x\n', 'It is a list of waivers, each beginning with "- ".', 1],
  ])('with %s is refused with its place', (_, text, detail, line) => {
    const path = file(text);
    try {
      readWaivers(path);
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      expect(error.problems).toHaveLength(1);
      expect(error.problems[0]?.detail).toContain(detail);
      expect(error.problems[0]?.place).toMatchObject({ file: path, line });
    }
  });
});
