import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { audit } from '../../src/commands/audit/audit.ts';
import { project, typed } from './project.ts';

// Nobody listens on this port.
const HOSTS = 'hv[01:02] ansible_host=127.0.0.1 ansible_port=1\n';
const SITE = '- hosts: all\n  tasks:\n    - network: { name: lab, ip: { address: 10.0.0.1/24 } }\n';
const POLICIES = `
- id: autostarted
  severity: error
  for: network
  expression: network.autostart
  message: "{{ network.name }} is not autostarted"
  tests:
    - network: { name: lab, autostart: true }
      finds: false
    - name: off
      network: { name: lab, autostart: true }
      finds: true
`;
const WAIVERS = (rule: string) =>
  `- { ${rule}hosts: hv01, resource: network lab, reason: tests, who: alice, until: 2099-01-31 }\n`;

describe('virtfleet audit', () => {
  it('says which hosts could not be read, and writes its files all the same', async () => {
    const folder = project({ 'hosts.ini': HOSTS, 'site.yaml': SITE });
    const files = ['json', 'sarif', 'junit', 'markdown', 'html'].flatMap((kind) => [
      `--${kind}`,
      join(folder, kind),
    ]);
    const words = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts.ini'), ...files];
    const { code, out } = await typed(audit, folder, ...words);
    expect(code).toBe(4);
    expect(out).toMatch(/^2 hosts could not be read\n {2}hv01: /);
    expect(out).toMatch(/\nNothing found: 0 hosts, \d+ rules\.\n$/);
    expect(JSON.parse(readFileSync(join(folder, 'json'), 'utf8'))).toMatchObject({
      ...{ findings: [], hosts: [], exitCode: 4, playbooks: [join(folder, 'site.yaml')] },
      unreachable: [{ host: 'hv01' }, { host: 'hv02' }],
    });
    for (const kind of ['sarif', 'junit', 'markdown', 'html'])
      expect(readFileSync(join(folder, kind), 'utf8').length).toBeGreaterThan(100);
  });

  it('refuses two reports in one file before a host is contacted', async () => {
    const folder = project({ 'hosts.ini': HOSTS });
    const path = join(folder, 'x');
    const { code, err } = await typed(
      audit,
      folder,
      '-i',
      join(folder, 'hosts.ini'),
      '--json',
      path,
      '--html',
      path,
    );
    expect([code, err]).toEqual([1, 'virtfleet audit: --json and --html name the same file: x\n']);
  });

  it('takes waivers with a rule, of which nothing is found on hosts that were read, and leaves those of drift alone', async () => {
    const folder = project({
      'hosts.ini': HOSTS,
      'site.yaml': SITE,
      'waivers.yaml': WAIVERS('rule: autostart-off, ') + WAIVERS(''),
    });
    const { code, err } = await typed(
      audit,
      folder,
      join(folder, 'site.yaml'),
      '-i',
      join(folder, 'hosts.ini'),
    );
    expect([code, err]).toEqual([4, '']);
  });

  it('--test runs the tests of policies', async () => {
    const folder = project({ 'site.yaml': SITE, 'policies.yaml': POLICIES });
    const { code, out, err } = await typed(audit, folder, join(folder, 'site.yaml'), '--test');
    expect([code, out]).toEqual([2, '1 policy: 1 of 2 tests passed.\n']);
    expect(err).toContain('autostarted, off: It finds nothing.');
    expect(err).toContain('policies.yaml:10:7');
  });

  it('--test without policies is a mistake', async () => {
    const folder = project({ 'site.yaml': SITE });
    const { code, err } = await typed(audit, folder, join(folder, 'site.yaml'), '--test');
    expect([code, err]).toEqual([
      1,
      'virtfleet audit: there is no policies.yaml. Policies stand beside the playbook, or in this folder where none is named.\n',
    ]);
  });
});
