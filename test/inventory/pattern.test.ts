import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setsIn } from '../../src/inventory/limit.ts';
import { loadInventory } from '../../src/inventory/load.ts';
import { type SelectOptions, selectHosts } from '../../src/inventory/pattern.ts';
import { folder } from './folder.ts';

const INVENTORY = 'lone\n[web]\nweb3\nweb1\nweb2\n[db]\ndb1\nweb1\n[empty]\n[site:children]\nweb\ndb\n';
const load = () => loadInventory([join(folder({ hosts: INVENTORY }), 'hosts')]).inventory;

const namesOf = (pattern: string | string[], options?: SelectOptions) => {
  const { hosts, problems } = selectHosts(load(), pattern, options);
  expect(problems).toEqual([]);
  return hosts.map(({ name }) => name).join(' ');
};

it.each([
  ['web1', 'web1'],
  ['all', 'lone web3 web1 web2 db1'],
  ['*', 'lone web3 web1 web2 db1'],
  ['web', 'web3 web1 web2'],
  ['site', 'web3 web1 web2 db1'],
  ['web?', 'web3 web1 web2'],
  ['[dw][!a]b?', 'web3 web1 web2'],
  ['web[!1-2]', 'web3'],
  ['~web[12]', 'web1 web2'],
  ['~(lone|db1)$', 'lone db1'],
  ['web[0]', 'web3'],
  ['web[-1]', 'web2'],
  ['web[1:]', 'web1 web2'],
  ['web[0:1]', 'web3 web1'],
  ['db:web', 'db1 web1 web3 web2'],
  ['db, lone', 'db1 web1 lone'],
  ['web:&db', 'web1'],
  ['web:!db', 'web3 web2'],
  ['!db:web', 'web3 web2'],
  ['!site', 'lone'],
  ['site:!web[0:1]', 'web2 db1'],
  ['empty', ''],
  ['web:&empty', ''],
])('%s selects %j', (pattern, names) => {
  expect(namesOf(pattern)).toBe(names);
});

it('a playbook may give a list', () => {
  expect(namesOf(['web', '!web3'])).toBe('web1 web2');
});

it('the machine itself can be named though no source does, and is not in `all`', () => {
  const { hosts } = selectHosts(load(), 'localhost');
  expect(hosts.map(({ variables }) => variables.ansible_connection?.value)).toEqual(['local']);
  expect(namesOf('all:!localhost')).toBe('lone web3 web1 web2 db1');
});

it('addresses are names, colons and all', () => {
  const { inventory } = loadInventory(['fe80::1,10.0.0.1,']);
  expect(selectHosts(inventory, 'fe80::1').hosts).toHaveLength(1);
});

describe('--limit', () => {
  it('keeps the order of the pattern', () => {
    expect(namesOf('web', { limit: 'web2,web3' })).toBe('web3 web2');
    expect(namesOf('all', { limit: '!web' })).toBe('lone db1');
  });

  it('may be the lines of a file', () => {
    const root = folder({ 'some hosts': '# those\nweb1\n\n db1 \n' });
    expect(namesOf('all', { limit: `@${root}/some hosts` })).toBe('web1 db1');
  });

  describe('with sets of a run', () => {
    const limitSets = new Map([
      ['@failed', ['web1', 'db1', 'gone']],
      ['@failed:12', ['web2']],
      ['@changed', []],
    ]);
    it.each([
      ['@failed', 'web1 db1'],
      ['@failed:12', 'web2'],
      ['@failed:12:db1', 'web2 db1'],
      ['@failed:&web', 'web1'],
      ['web:&@failed', 'web1'],
      ['@failed,!web1', 'db1'],
      ['all:!@failed:!@failed:12', 'web3 lone'],
      ['@failed:@failed:12', 'web1 db1 web2'],
      ['@failed, web3', 'web1 db1 web3'],
      ['@changed', ''],
    ])('%s', (limit, hosts) => {
      const chosen = namesOf('all', { limit, limitSets }).split(' ').toSorted();
      expect(chosen).toEqual(hosts.split(' ').toSorted());
    });

    it('names them as they were written', () => {
      expect(setsIn('@failed:12:db1, web:&@not-done')).toEqual([
        { written: '@failed:12', set: 'failed', run: '12' },
        { written: '@not-done', set: 'not-done', run: undefined },
      ]);
      expect(setsIn('@failed.txt,@hosts/failed,failed')).toEqual([]);
    });
  });

  it('a misspelt set is a file that is not there, with the set that may be meant', () => {
    const { problems } = selectHosts(load(), 'all', { limit: '@faild:12' });
    expect(problems.map(({ code, hint }) => [code, hint])).toEqual([
      ['unreadable-file', 'Did you mean `failed`?'],
    ]);
  });

  it('is refused for a file that is not there', () => {
    const { problems } = selectHosts(load(), 'all', { limit: '@/nonexistent/hosts' });
    expect(problems.map(({ code }) => code)).toEqual(['unreadable-file']);
  });
});

describe('refused is', () => {
  it.each([
    ['webb', 'unmatched-pattern'],
    ['all:!webb', 'unmatched-pattern'],
    ['web[1:3]x', 'unmatched-pattern'],
    ['web[7]', 'subscript-out-of-range'],
    ['~web(', 'bad-host-pattern'],
    ['~(?<=a+)', 'bad-host-pattern'],
  ])('%s', (pattern, code) => {
    const place = { file: 'site.yaml', line: 2, column: 3 };
    const { problems } = selectHosts(load(), pattern, { place });
    expect(problems).toMatchObject([{ code, place }]);
  });

  it('a misspelt name, with the nearest one', () => {
    expect(selectHosts(load(), 'wbe1').problems).toMatchObject([{ hint: 'Did you mean `web1`?' }]);
  });
});
