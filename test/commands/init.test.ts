import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { init } from '../../src/commands/init.ts';
import { run } from '../../src/commands/run.ts';
import { project, typed } from './project.ts';

it('what it writes passes --syntax-check, from nothing and for an inventory that exists', async () => {
  const root = project({ 'hosts.ini': '[site1]\nhv0[1:2]\n[site1:vars]\nguest_subnet=10.20.0.0/16\n' });
  const [fresh, mine] = [join(root, 'fresh'), join(root, 'mine')];
  expect(await typed(init, root, fresh)).toMatchObject({ code: 0, err: '' });
  const { code, out } = await typed(init, root, mine, '-i', join(root, 'hosts.ini'));
  expect([code, out.split('\n').slice(0, 2)]).toEqual([0, ['mine/site.yaml', 'mine/templates/managed.j2']]);
  for (const [folder, source] of [
    [fresh, join(fresh, 'inventory.yaml')],
    [mine, join(root, 'hosts.ini')],
  ] as const) {
    const checked = await typed(run, root, join(folder, 'site.yaml'), '-i', source, '--syntax-check');
    expect(checked).toEqual({ code: 0, out: 'No mistakes found.\n', err: '' });
  }
});

it('it writes over no file, and then writes nothing', async () => {
  const root = project({ 'new/site.yaml': 'mine\n' });
  const { code, err } = await typed(init, root, join(root, 'new'));
  expect([code, err]).toEqual([1, expect.stringContaining('nothing is written, because there is')]);
  expect(readFileSync(join(root, 'new/site.yaml'), 'utf8')).toBe('mine\n');
  expect(readdirSync(join(root, 'new'))).toEqual(['site.yaml']);
});
