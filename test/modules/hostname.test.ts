import { describe, expect, it } from 'vitest';
import type { FileState } from '../../src/host/files.ts';
import { hostname } from '../../src/modules/hostname.ts';
import { argvs, ask, parsed, trial } from './trial.ts';

const file = (content: string): FileState => {
  return { kind: 'file', mode: '0644', owner: 'root', group: 'root', content };
};

/** A host with this name, which resolves what is in its /etc/hosts. */
const named = (name: string, hosts = '127.0.0.1 localhost\n', resolves = true) => {
  return { running: name, stored: file(`${name}\n`), hosts: file(hosts), resolves };
};

describe('the name of a host', () => {
  it('that is right needs nothing', () => {
    expect(trial(hostname, { name: 'hv01' }, named('hv01')).differences).toEqual([]);
  });

  it('is set in the kernel and in its file', () => {
    const found = trial(hostname, { name: 'hv01' }, named('debian'));
    expect(found.differences).toEqual([
      'name of the host: debian → hv01',
      'file /etc/hostname: content → new content',
    ]);
    expect(argvs(found.steps)).toEqual([['hostname', 'hv01']]);
    expect(found.afterwards().changes).toEqual([]);
  });

  it('is given back under a guard, also at the next boot', () => {
    const back = [{ do: 'run', argv: ['hostname', 'debian'] }];
    const { plan } = trial(hostname, { name: 'hv01' }, named('debian'));
    expect(plan.rollback?.()).toEqual({ steps: back, boot: back });
  });

  it('sets the facts that are the name', () => {
    const { plan } = trial(hostname, { name: 'hv01.lab' }, named('debian'));
    expect(plan.result).toEqual({
      ansible_facts: { ansible_hostname: 'hv01', ansible_nodename: 'hv01.lab' },
    });
  });

  it.each([
    ['127.0.0.1 localhost\n', true],
    ['127.0.1.1\thv01.lab hv01 # own\n', false],
    ['127.0.1.1 hv01.lab\n', true],
    ['# 127.0.1.1 hv01\n', true],
  ])('that nothing resolves is worth a warning where /etc/hosts is %j: %s', (hosts, isWarned) => {
    const found = trial(hostname, { name: 'hv01' }, named('debian', hosts, false));
    expect(found.plan.warnings).toHaveLength(isWarned ? 1 : 0);
    expect(found.afterwards().warnings).toEqual([]);
  });

  it('is resolved as this machine resolves it', () => {
    const { running, resolves } = hostname.observe({ name: 'localhost' });
    expect(ask(resolves)).toBe(true);
    expect(ask(hostname.observe({ name: ask(running) }).resolves)).toBe(true);
    expect(parsed(resolves, 'no\n')).toBe(false);
  });

  it('is read without the end of its line', () => {
    expect(parsed(hostname.observe({ name: 'hv01' }).running, 'hv01\n')).toBe('hv01');
  });

  it.each(['hv01', 'HV01', 'hv01.example.org', 'a'.repeat(63)])('may be %s', (name) => {
    expect(hostname.args.safeParse({ name }).success).toBe(true);
  });

  it.each([
    '',
    '-hv01',
    'hv01-',
    'hv_01',
    'hv01.',
    'a..b',
    'hv 01',
    'hv01\n',
    'a'.repeat(64),
    `${'a.'.repeat(32)}ab`,
  ])('is not %j', (name) => {
    expect(hostname.args.safeParse({ name }).success).toBe(false);
  });
});
