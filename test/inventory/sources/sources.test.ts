import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadInventory } from '../../../src/inventory/load.ts';
import { hostVariables, inventoryJson, inventoryList } from '../../../src/inventory/render.ts';
import { folder } from '../folder.ts';

const namesOf = (...sources: string[]) => {
  const { inventory, problems } = loadInventory(sources);
  expect(problems).toEqual([]);
  return [...inventory.hosts.keys()];
};

it('a list of hosts has a comma', () => {
  expect(namesOf('hv01,')).toEqual(['hv01']);
  expect(namesOf('hv01, hv[02:03]:2222')).toEqual(['hv01', 'hv02', 'hv03']);
});

it('the format follows from the content if the name does not decide', () => {
  const root = folder({
    'a.yml': '# comment\nall: { hosts: { one: } }\n',
    'b.yml': '[web]\ntwo\n',
    c: '---\nall:\n  hosts: three\n',
    d: 'four x=1\n',
    'e.json': '{"all": {"hosts": {"five": {}}}}',
    'f.ini': 'six\n',
  });
  const files = ['a.yml', 'b.yml', 'c', 'd', 'e.json', 'f.ini'].map((name) => join(root, name));
  expect(namesOf(...files)).toEqual(['one', 'two', 'three', 'four', 'five', 'six']);
});

describe('the format of a file is found by trying, as Ansible does', () => {
  it.each<[what: string, name: string, text: string]>([
    ['three dashes', 'hosts.yaml', '---\nall:\n  hosts:\n    one:\n'],
    ['three dashes without an ending', 'hosts', '---\nall:\n  hosts:\n    one:\n'],
    ['three dashes of another ending', 'hosts.lab', '---\nall: { hosts: { one: } }\n'],
    ['a comment, then three dashes', 'hosts.yml', '# fleet\n\n--- # of the lab\nall:\n  hosts:\n    one:\n'],
    ['a byte order mark', 'hosts.yaml', '\uFEFF---\nall:\n  hosts:\n    one:\n'],
    ['a byte order mark and no dashes', 'hosts', '\uFEFFall:\n  hosts:\n    one:\n'],
    ['a version', 'hosts', '%YAML 1.1\n---\nall:\n  hosts:\n    one:\n'],
    ['lines of Windows', 'hosts.yaml', '---\r\nall:\r\n  hosts:\r\n    one:\r\n'],
    ['an explicit key', 'hosts', '? all\n: hosts:\n    one:\n'],
    ['a key in quotes', 'hosts', '"all":\n  hosts: one\n'],
    ['a group with blanks in front', 'hosts', '  all:\n    hosts:\n      one:\n'],
    ['JSON', 'hosts', '\n{"all": {"hosts": {"one": {}}}}'],
    ['INI named like YAML', 'hosts.yaml', '[web]\none\n'],
    ['INI with a byte order mark', 'hosts', '\uFEFF[web]\none\n'],
    ['INI after a comment', 'hosts.yml', '; fleet\n# of: the lab\none ansible_host=10.0.0.1\n'],
    ['INI with a port', 'hosts.yml', 'one:2222\n'],
    ['INI with a colon in a value', 'hosts', 'one note="a: b"\n'],
    ['INI with an IPv6 address', 'hosts', 'one ansible_host=fd00::1\n'],
    ['INI after a byte order mark', 'hosts.ini', '\uFEFFone\n'],
  ])('%s', (_, name, text) => {
    expect(namesOf(join(folder({ [name]: text }), name))).toEqual(['one']);
  });

  it.each<[what: string, name: string, text: string, says: string]>([
    ['a YAML file with a mistake', 'hosts.yaml', '---\nall:\n  hosts:\n  - one\n  two\n', 'unreadable-yaml'],
    ['the same without an ending', 'hosts', '---\nall:\n  hosts:\n  - one\n  two\n', 'unreadable-yaml'],
    ['a list', 'hosts.yaml', '---\n- one\n', 'bad-inventory'],
    ['an INI file with a mistake', 'hosts', '[web]\none two\n', 'bad-inventory'],
  ])('%s has the mistakes of its own format', (_, name, text, says) => {
    const { problems } = loadInventory([join(folder({ [name]: text }), name)]);
    expect(problems.map(({ code }) => code)).toEqual([says]);
    expect(problems[0]?.detail).not.toMatch(/looks like YAML/);
  });
});

it('a folder is read in the order of its names, without what Ansible ignores', () => {
  const files = { 'b.yaml': 'all: { hosts: b }', a: 'a\n', 'sub/c': 'c\n' };
  const ignored = { '.hidden': '?', 'x.cfg': '?', 'x~': '?', 'README.md': '?', 'group_vars/all': 'v: 1' };
  expect(namesOf(folder({ ...files, ...ignored }))).toEqual(['a', 'b', 'c']);
});

it('a hosts.ini in a folder is ignored, as in Ansible, but not silently', () => {
  const { warnings } = loadInventory([folder({ a: 'a\n', 'hosts.ini': 'b\n' })]);
  expect(warnings.map(({ code }) => code)).toEqual(['ignored-inventory']);
});

it('several sources are one inventory; the later one wins', () => {
  const root = folder({
    one: '[web]\na v=1 w=1\n[web:vars]\nx=1\n',
    two: '[web]\nb\na v=2\n[web:vars]\nx=2\n',
  });
  const { inventory } = loadInventory([join(root, 'one'), join(root, 'two')]);
  expect([...inventory.hosts.values()].map(hostVariables)).toEqual([{ v: 2, w: 1, x: 2 }, { x: 2 }]);
});

describe('what ansible-inventory --list prints', () => {
  const listing = {
    _meta: { hostvars: { a: { v: [1] } } },
    all: { children: ['ungrouped', 'web'] },
    web: { children: ['db'], hosts: ['a'] },
    db: { hosts: ['b'] },
  };

  it('is an inventory', () => {
    const root = folder({ 'hosts.json': JSON.stringify(listing) });
    const { inventory, problems } = loadInventory([join(root, 'hosts.json')]);
    expect(problems).toEqual([]);
    expect(inventoryList(inventory)).toEqual(listing);
  });

  it('is an inventory when a program prints it', () => {
    const root = folder({
      'list me': `#!/bin/sh\n[ "$*" = --list ] && cat <<'END'\n${JSON.stringify(listing)}\nEND\n`,
    });
    const { inventory, problems } = loadInventory([join(root, 'list me')]);
    expect(problems).toEqual([]);
    expect(inventoryList(inventory)).toEqual(listing);
  });

  it.each(['', ', "_meta": {}'])('is asked for the variables of each host where it lists none%s', (meta) => {
    const program = `#!/bin/sh\n[ "$1" = --list ] && echo '{"web": ["a", "b"]${meta}}' || echo "{\\"me\\": \\"$2\\"}"\n`;
    const { inventory, problems } = loadInventory([join(folder({ p: program }), 'p')]);
    expect(problems).toEqual([]);
    expect(inventoryList(inventory)).toMatchObject({
      _meta: { hostvars: { a: { me: 'a' }, b: { me: 'b' } } },
    });
  });

  it('may be short for a group', () => {
    const root = folder({ p: '#!/bin/sh\necho \'{"web": ["a", "b"]}\'\n' });
    expect(namesOf(join(root, 'p'))).toEqual(['a', 'b']);
  });

  it.each([
    ['#!/bin/sh\necho oops >&2; exit 3\n', 'inventory-program-failed', 'exited with 3: oops'],
    ['#!/bin/sh\necho "no json: ["\n', 'unreadable-yaml', ''],
    ['#!/bin/sh\necho \'{"web": {"hosts": "a"}}\'\n', 'bad-inventory', 'not a list of names'],
  ])('is refused from %j', (program, code, detail) => {
    const { problems } = loadInventory([join(folder({ p: program }), 'p')]);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    expect(problems[0]?.detail).toContain(detail);
  });
});

describe('refused is', () => {
  it('a source that is not there, with the nearest name', () => {
    const root = folder({ 'hosts.yaml': 'all:\n' });
    const { problems } = loadInventory([join(root, 'host.yaml')]);
    expect(problems).toMatchObject([
      { code: 'missing-inventory', hint: expect.stringContaining('hosts.yaml') },
    ]);
    expect(loadInventory(['hv01']).problems).toMatchObject([{ hint: expect.stringContaining('hv01,') }]);
  });

  it('what is no text, and what is encrypted', () => {
    const root = folder({ v: '$ANSIBLE_VAULT;1.1;AES256\n6162\n' });
    expect(loadInventory(['/bin/true', join(root, 'v')]).problems.map(({ code }) => code)).toEqual([
      'unreadable-file',
      'vaulted-file',
    ]);
  });
});

it('oddities are warnings', () => {
  const { inventory, problems, warnings } = loadInventory([
    join(folder({ h: '[web]\nweb\nHV01\nhv01 groups=1\n' }), 'h'),
  ]);
  expect(problems).toEqual([]);
  expect(warnings.map(({ code }) => code)).toEqual(['host-and-group', 'two-spellings', 'reserved-variable']);
  expect(inventory.hosts.get('hv01')?.variables.groups?.value).toMatchObject({
    web: ['web', 'HV01', 'hv01'],
  });
  expect(loadInventory([join(folder({ h: '' }), 'h')]).warnings.map(({ code }) => code)).toEqual([
    'empty-inventory',
  ]);
});

it('JSON is printed as Ansible prints it', () => {
  expect(inventoryJson({ b: [1], a: {} })).toBe('{\n    "a": {},\n    "b": [\n        1\n    ]\n}');
});
