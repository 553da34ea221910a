import { describe, expect, it } from 'vitest';
import { loadInventory } from '../../src/inventory/load.ts';
import { hostVariables } from '../../src/inventory/render.ts';
import { folder } from './folder.ts';

const load = (text: string) => loadInventory([`${folder({ 'hosts.yaml': text })}/hosts.yaml`]);
const problemsOf = (text: string) =>
  load(text).problems.map(({ code, place }) => `${code} ${place?.line}:${place?.column}`);

it('hosts, ranges, children and variables', () => {
  const { inventory, problems, warnings } = load(`
all:
  vars: { site: a }
  hosts: lone
  children:
    hypervisors:
      hosts:
        hv[01:02]: { rack: 7 }
      children: trixie
    trixie:
      hosts:
        hv03:
`);
  expect([...problems, ...warnings]).toEqual([]);
  expect([...inventory.hosts.keys()]).toEqual(['lone', 'hv01', 'hv02', 'hv03']);
  expect(inventory.groups.get('hypervisors')).toMatchObject({
    hosts: ['hv01', 'hv02'],
    children: ['trixie'],
    allHosts: ['hv01', 'hv02', 'hv03'],
  });
  expect(inventory.groups.get('ungrouped')?.hosts).toEqual(['lone']);
  const hv02 = inventory.hosts.get('hv02');
  expect(hv02 && hostVariables(hv02)).toEqual({ site: 'a', rack: 7 });
  expect(inventory.hosts.get('hv03')?.groups).toEqual(['hypervisors', 'trixie']);
});

it('a variable knows where it and its parts stand', () => {
  const { inventory } = load('all:\n  hosts:\n    hv01:\n      dns: { servers: [a, bb] }\n');
  const dns = inventory.hosts.get('hv01')?.variables.dns;
  expect(dns?.place).toMatchObject({ line: 4, column: 12 });
  expect(dns?.placeOf?.(['servers', 1])).toMatchObject({ line: 4, column: 27, length: 2 });
});

it('expressions of Jinja are nobody’s business until they are used', () => {
  const { inventory, problems } = load(`all: { hosts: { a: { v: "{{ x | default('y') }}" } } }`);
  expect(problems).toEqual([]);
  expect(inventory.hosts.get('a')?.variables.v?.value).toBe("{{ x | default('y') }}");
});

describe('refused is', () => {
  it.each([
    ['text at the top', 'some words\n', 'bad-inventory 1:1'],
    ['a list at the top', '- hosts: all\n', 'bad-inventory 1:1'],
    ['a list of hosts', 'all:\n  hosts:\n    - a\n', 'bad-inventory 3:5'],
    ['a group that is text', 'web: x\n', 'bad-inventory 1:6'],
    ['a host that is text', 'all:\n  hosts:\n    a: x\n', 'bad-inventory 3:8'],
    ['a host that is a number', 'all:\n  hosts:\n    12:\n', 'bad-inventory 3:5'],
    ['a bad range', 'all:\n  hosts:\n    a[1:]:\n', 'bad-host-range 3:5'],
    ['a priority that is text', 'g:\n  vars:\n    ansible_group_priority: high\n', 'bad-group-priority 3:29'],
    ['a name for an option', 'all:\n  hosts:\n    -oProxyCommand=id:\n', 'bad-host-name 3:5'],
    ['a name with a newline', 'all:\n  hosts:\n    "a\\nb":\n', 'bad-host-name 3:5'],
    ['a group above itself', 'a:\n  children:\n    b:\nb:\n  children:\n    a:\n', 'group-cycle 6:5'],
    ['all as a child', 'a:\n  children:\n    all:\n', 'group-cycle 3:5'],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('everything at once', () => {
    expect(problemsOf('all:\n  hosts:\n    a[1:]:\n    b: x\n  hsots: {}\n')).toHaveLength(2);
  });
});

it('a name with blanks, quotes and a command is a name', () => {
  const name = `a b'c"$(touch x)`;
  const { inventory, problems } = load(`all:\n  hosts:\n    ${JSON.stringify(name)}:\n`);
  expect(problems).toEqual([]);
  expect([...inventory.hosts.keys()]).toEqual([name]);
});
