import { describe, expect, it } from 'vitest';
import { loadInventory } from '../../src/inventory/load.ts';
import { hostVariables } from '../../src/inventory/render.ts';
import { folder } from './folder.ts';

const load = (text: string) => loadInventory([`${folder({ hosts: text })}/hosts`]);

it('sections, children before they are declared, and variables as Python reads them', () => {
  const { inventory, problems } = load(`
; a comment
lone:2222
[hypervisors:children]
trixie
bookworm # declared below
[bookworm]
hv[01:02] rack=7 note="two words"  # comment
[trixie:vars]
tags = ['a', 'b']
plain = yes
[trixie]
hv03
`);
  expect(problems).toEqual([]);
  expect(inventory.groups.get('hypervisors')).toMatchObject({
    children: ['bookworm', 'trixie'],
    allHosts: ['hv01', 'hv02', 'hv03'],
  });
  expect(inventory.groups.get('ungrouped')?.hosts).toEqual(['lone']);
  const variables = [...inventory.hosts.values()].map(hostVariables);
  expect(variables).toEqual([
    { ansible_port: 2222 },
    { rack: 7, note: 'two words' },
    { rack: 7, note: 'two words' },
    { tags: ['a', 'b'], plain: 'yes' },
  ]);
});

it('a variable knows where it stands', () => {
  const { inventory } = load('[a]\nx  v=1\n[a:vars]\n  w =  two\n');
  const { v, w } = inventory.hosts.get('x')?.variables ?? {};
  expect(v?.place).toMatchObject({ line: 2, column: 4, length: 3 });
  expect(w?.place).toMatchObject({ line: 4, column: 8, length: 3 });
});

describe('refused is', () => {
  it.each([
    ['an unknown section', '[a:hosts_]\n', 1],
    ['a section with a blank', '[a b]\n', 1],
    ['a child that is no group', '[a:children]\nb\n', 2],
    ['variables of a group that is none', '[a:vars]\nx=1\n', 1],
    ['a word that is no variable', 'hv01 x\n', 1],
    ['an open quote', 'hv01 x="a\n', 1],
    ['a line that is no variable', '[a]\n[a:vars]\nx\n', 3],
    ['YAML', '[a]\nx:\n', 2],
    ['a name for an option', '-oProxyCommand=id\n', 1],
    ['a bad range', 'hv[1:j]\n', 1],
  ])('%s', (_, text, line) => {
    expect(load(text).problems.map(({ place }) => place?.line)).toEqual([line]);
  });
});
