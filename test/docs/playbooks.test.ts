import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { run } from '../../src/commands/run.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { loadPlaybook } from '../../src/playbook/read/load.ts';
import { project, typed } from '../commands/project.ts';
import { blocks } from './documents.ts';

const HOSTS = `
hypervisors:
  hosts:
    hv01: { ansible_host: 192.0.2.10, guest_domain: guests.example.org }
`;

const yaml = blocks('yaml');
const playbooks = yaml.filter(({ info }) => info === '');
const inventories = blocks('yaml', 'ini').filter(({ info }) => info === 'inventory');

describe('the playbooks', () => {
  it('are many', () => expect(playbooks.length).toBeGreaterThan(20));

  it.each(playbooks)('at $where have no mistakes', ({ text }) => {
    const folder = project({ 'playbook.yaml': asPlaybook(text) });
    const { playbook, problems, warnings } = loadPlaybook(join(folder, 'playbook.yaml'));
    expect(problems.concat(warnings)).toEqual([]);
    expect(playbook.plays.length).toBeGreaterThan(0);
  });

  it.each(playbooks.filter(({ where }) => !where.startsWith('docs/modules.md')))(
    'at $where are complete',
    async ({ text }) => {
      const folder = project({ 'playbook.yaml': asPlaybook(text), 'hosts.yaml': HOSTS });
      const files = [join(folder, 'playbook.yaml'), '-i', join(folder, 'hosts.yaml')];
      const { out, err } = await typed(run, folder, ...files, '--syntax-check');
      expect([out, err]).toEqual(['No mistakes found.\n', '']);
    },
  );

  it.each(yaml)('at $where are YAML', ({ text }) => {
    expect(parse(text)).toBeInstanceOf(Object);
  });
});

it.each(inventories)('the inventory at $where has no mistakes', ({ language, text }) => {
  const folder = project({ [language === 'ini' ? 'hosts' : 'hosts.yaml']: text });
  const { inventory, problems, warnings } = loadInventory([
    join(folder, language === 'ini' ? 'hosts' : 'hosts.yaml'),
  ]);
  expect(problems.concat(warnings)).toEqual([]);
  expect(inventory.hosts.size).toBeGreaterThan(0);
});

/** A list of tasks becomes a play. */
function asPlaybook(text: string): string {
  const [first] = parse(text);
  if ('hosts' in first) return text;
  return `- hosts: all\n  tasks:\n${text.replaceAll(/^(?=.)/gm, '    ')}`;
}
