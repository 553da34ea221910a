import { afterEach, expect, it } from 'vitest';
import { hiddenTexts } from '../../src/hidden-texts.ts';
import { inputsOf, movedInputs } from '../../src/saved-plan/inputs.ts';
import { PlanKey } from '../../src/saved-plan/plan-key.ts';

afterEach(() => hiddenTexts.clear());

const SALT = '00'.repeat(16);
const FOLDERS = { project: '/home/alice/site', home: '/opt/virtfleet' };
const key = await PlanKey.of(SALT, {});
const inputs = (files: Record<string, string>, project = FOLDERS.project) =>
  inputsOf(
    new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
    { ...FOLDERS, project },
    key,
  );
const nothing = () => undefined;
const details = (...all: Parameters<typeof movedInputs>) => movedInputs(...all).map(({ detail }) => detail);

it('files have the same names in every checkout', () => {
  const there = (folder: string) => ({
    [`${folder}/site.yaml`]: 'a',
    '/opt/virtfleet/templates/network.xml.hbs': 'b',
    '/etc/ansible/roles/x/tasks/main.yml': 'c',
    [`${folder}/hosts.py --list`]: '{}',
  });
  const made = inputs(there('/home/alice/site'));
  expect(made.map(({ name }) => name)).toEqual([
    '/etc/ansible/roles/x/tasks/main.yml',
    'hosts.py --list',
    'site.yaml',
    'virtfleet:templates/network.xml.hbs',
  ]);
  expect(made[2]?.digest).toBe('ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb');
  expect(movedInputs(made, inputs(there('/srv/checkout'), '/srv/checkout'), key, nothing)).toEqual([]);
});

it('what differs, is missing or is new is told, all of it', () => {
  const then = inputs({ '/home/alice/site/a': '1', '/home/alice/site/b': '1', '/etc/c': '1' });
  const now = inputs({ '/home/alice/site/a': '2', '/home/alice/site/d': '1' });
  expect(details(then, now, key, nothing)).toEqual([
    '/etc/c is not read any more.',
    'a is not what it was.',
    'b is not read any more.',
    'd was not read then.',
  ]);
});

it('a file that a plan read late is looked at, but none outside of the project', () => {
  const then = inputs({ '/home/alice/site/late': '1', '/etc/shadow': '1' });
  const asked: string[] = [];
  const read = (text: string) => (name: string) => {
    asked.push(name);
    return Buffer.from(text);
  };
  expect(details(then, [], key, read('1'))).toEqual(['/etc/shadow is not read any more.']);
  expect(details(then, [], key, read('2'))).toEqual([
    '/etc/shadow is not read any more.',
    'late is not what it was.',
  ]);
  expect(new Set(asked)).toEqual(new Set(['late']));
});

it('a file with a secret in it has a digest that needs the secret', async () => {
  hiddenTexts.hide('hunter22');
  const file = { '/home/alice/site/hosts': 'ansible_password: hunter22' };
  const [made] = inputs(file);
  expect(made).toMatchObject({ name: 'hosts', kind: 'keyed' });
  const other = await PlanKey.of(SALT, { opened: ['hunter23'] });
  expect(other.digest(['input', 'hosts', file['/home/alice/site/hosts']])).not.toBe(made?.digest);
});

it('a key is that of its secrets and salt, and tells parts apart', async () => {
  const proofs = await Promise.all(
    [
      [SALT, { opened: ['a'] }],
      [SALT, { opened: ['b'] }],
      ['01'.repeat(16), { opened: ['a'] }],
      [SALT, { opened: ['a'] }],
    ].map(async ([salt, secrets]) => (await PlanKey.of(salt as string, secrets)).proof),
  );
  expect(new Set(proofs).size).toBe(3);
  expect(proofs[3]).toBe(proofs[0]);
  expect(key.digest(['ab', 'c'])).not.toBe(key.digest(['a', 'bc']));
});
