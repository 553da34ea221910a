import { expect, it } from 'vitest';
import { calledBy } from '../../../src/engine/walk/called-handlers.ts';
import { fail } from '../../../src/modules/fail.ts';
import type { AnyModule } from '../../../src/modules/module.ts';
import type { HostHandler, HostTree } from '../../../src/playbook/resolve/resolved-play.ts';
import { task } from '../task.ts';

const handler = (name: string, group: string, own: string, listen: string[] = []): HostHandler => ({
  names: [own],
  group,
  listen,
  tasks: [task(fail as AnyModule, {}, { name })],
});
const called = (handlers: readonly HostHandler[], ...names: string[]) =>
  calledBy(new Set(names), handlers).map(
    (tree: HostTree) => tree.kind !== 'block' && 'name' in tree && tree.name,
  );

/** What `ansible-playbook` 2.14 made of the same handlers. */
it('of several handlers with one name one runs: the first of the play, or of the last role', () => {
  const of = (group: string) => [handler(`${group} one`, group, 'h'), handler(`${group} two`, group, 'h')];
  expect(called(of(''), 'h')).toEqual([' one']);
  expect(called([...of('a'), ...of('b')], 'h')).toEqual(['b one']);
  expect(called([...of('a'), ...of('')], 'h')).toEqual([' one']);
});

it('all that listen run, in the order in which they are written, each once', () => {
  const handlers = [handler('1', '', 'x', ['all']), handler('2', '', 'y'), handler('3', '', 'z', ['all'])];
  expect(called(handlers, 'all')).toEqual(['1', '3']);
  expect(called(handlers, 'z', 'y', 'all')).toEqual(['1', '2', '3']);
});
