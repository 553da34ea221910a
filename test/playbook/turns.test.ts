import { expect, test } from 'vitest';
import { loadInventory } from '../../src/inventory/load.ts';
import { MODULES } from '../../src/modules/index.ts';
import { loadPlaybook } from '../../src/playbook/read/load.ts';
import { resolvingPlays } from '../../src/playbook/resolve/resolve.ts';
import { folder } from '../inventory/folder.ts';

test('each host of a play is a turn, between which signals are heard', () => {
  const play = { hosts: 'all', tasks: [{ command: 'true', when: "inventory_hostname == 'b'" }] };
  const root = folder({ hosts: 'a\nb\nc\n', 'play.yaml': JSON.stringify([play, play]) });
  const { playbook } = loadPlaybook(`${root}/play.yaml`, MODULES);
  const { inventory } = loadInventory([`${root}/hosts`]);
  const choice = { tags: [], skipTags: [], extraVars: {}, templateFolders: [] };
  const work = resolvingPlays([playbook], { ...choice, inventory });
  const turns = Array.from({ length: 6 }, () => work.next());
  expect(turns).toEqual(turns.map(() => ({ done: false, value: undefined })));
  const { done, value } = work.next();
  expect([done, value?.problems]).toEqual([true, []]);
  expect(value?.plays.map(({ hosts }) => [...hosts.keys()])).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
});
