import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditFinding } from '../../src/audit/finding.ts';
import { recordedPath } from '../audit/recorded-host.ts';
import { recordAudit } from './audit/record.ts';
import { alsoFound, CLEAN_SITE, planted, plantedSite } from './audit/site.ts';
import { lab } from './lab.ts';
import { oneOfEach } from './one-of-each.ts';
import { virtfleet } from './virtfleet.ts';

// VIRTFLEET_RECORD=1 writes what the unit tests are made of: test/recorded/audit-*.json.
const HOSTS = oneOfEach();
const inventory = ['-i', lab.paths.inventory];
const AS_READER = [...inventory, '-e', 'ansible_user=reader'];

async function audit(...words: string[]) {
  const { code, stdout, stderr } = await virtfleet('audit', ...words, '--format', 'json');
  expect(stderr).toBe('');
  const { findings, unseen } = JSON.parse(stdout) as {
    findings: AuditFinding[];
    unseen: { what: string; hosts: string[] }[];
  };
  return { code, unseen, found: findings.map(({ rule, host, object }) => `${rule} ${host} ${object}`) };
}

async function onEach(scriptOf: (number: 1 | 2) => string) {
  for (const [index, host] of HOSTS.entries()) {
    const number = index === 0 ? 1 : 2;
    expect(await lab.onHost(host, scriptOf(number), { args: [String(number)] })).toMatchObject({ code: 0 });
  }
}

async function record(state: 'clean' | 'planted') {
  if (!process.env.VIRTFLEET_RECORD) return;
  for (const [index, host] of HOSTS.entries()) {
    const path = recordedPath(state, index === 0 ? '9.0' : '11.3');
    writeFileSync(path, `${JSON.stringify(await recordAudit(host), undefined, 2)}\n`);
  }
}

beforeAll(async () => {
  for (const { name } of lab.hosts()) await lab.onHost(name, 'useradd --create-home --shell /bin/sh reader');
});

describe('a clean fleet with networks of each mode, guests, reservations and leases', () => {
  beforeAll(async () => {
    await onEach(() => CLEAN_SITE);
    await record('clean');
  });

  it('has nothing to be found', async () => {
    expect(await audit(...inventory)).toEqual({ code: 0, unseen: [], found: [] });
  });

  it('has nothing for a user who is not root either, who is told what was not seen', async () => {
    const { unseen, ...rest } = await audit(...AS_READER);
    expect(rest).toEqual({ code: 0, found: [] });
    expect(unseen).toMatchObject([{ what: expect.stringContaining('firewall') }]);
  });
});

describe('a fleet on which more than 60 things are planted', () => {
  const all = [...planted(HOSTS), ...alsoFound(HOSTS)].toSorted();

  beforeAll(async () => {
    await onEach(plantedSite);
    await record('planted');
  });

  it('has each of them found, and nothing else', async () => {
    const { code, found } = await audit(...inventory);
    expect([code, found.toSorted()]).toEqual([3, all]);
  });

  it('shows a user who is not root nothing that is not there', async () => {
    const { found } = await audit(...AS_READER);
    expect(found.filter((one) => !all.includes(one))).toEqual([]);
    expect(found.length).toBeGreaterThan(70);
  });
});
