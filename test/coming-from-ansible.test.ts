import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { REFUSED } from '../src/playbook/ansible-hints.ts';
import {
  blockKeywords,
  fileArguments,
  handlerKeywords,
  metaKeywords,
  playKeywords,
  roleArguments,
  taskKeywords,
} from '../src/playbook/keywords.ts';
import { LOOKUPS } from '../src/playbook/lookups/lookups.ts';
import { ACTION_KEYS } from '../src/playbook/read/action-key.ts';
import { INCLUDES } from '../src/playbook/read/read-include.ts';
import { META_ACTIONS } from '../src/playbook/read/read-meta.ts';

const TEXT = readFileSync('docs/coming-from-ansible.md', 'utf8');

it('the table of constructs names every key of the code, and no other', () => {
  const [, table = ''] = /## Constructs\n[\s\S]*?\n((?:\|.*\n)+)/.exec(TEXT) ?? [];
  const cells = table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) => row.split('|')[1] ?? '');
  const named = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  const schemas = [
    playKeywords,
    taskKeywords,
    handlerKeywords,
    blockKeywords,
    metaKeywords,
    fileArguments,
    roleArguments,
  ];
  const known = new Set([
    ...schemas.flatMap(({ shape }) => Object.keys(shape)),
    ...Object.keys(taskKeywords.shape.loop_control.unwrap().shape),
    ...Object.keys(LOOKUPS).map((name) => `with_${name}`),
    ...Object.keys(META_ACTIONS),
    ...INCLUDES,
    'import_playbook',
    ...REFUSED,
    ...ACTION_KEYS,
  ]);
  expect([...new Set(named)].toSorted()).toEqual([...known].toSorted());
  expect(named.length).toBe(new Set(named).size);
});
