import { expect, it } from 'vitest';
import type { Action } from '../../src/plan/change.ts';
import { changeLine } from '../../src/report/change-lines.ts';
import { painter } from '../../src/report/paint.ts';
import { change } from './outcomes.ts';

it.each<[Action, string]>([
  ['create', '+ it: a → b'],
  ['run', '+ it: a → b'],
  ['delete', '- it: a → b'],
  ['update', '~ it: a → b'],
  ['start', '~ it: a → b'],
  ['stop', '~ it: a → b'],
  ['restart', '~ it: a → b'],
  ['move', '~ it: a → b'],
])('the sign of a line is that of its action, whatever its values: %s', (action, line) => {
  const shown = changeLine(change('it', { action, before: 'a', after: 'b' }), painter(false), 80);
  expect(shown).toEqual([line]);
});
