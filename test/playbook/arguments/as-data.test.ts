import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadInventory } from '../../../src/inventory/load.ts';
import { loadPlaybook } from '../../../src/playbook/read/load.ts';
import { resolvePlays } from '../../../src/playbook/resolve/resolve.ts';
import { resolvedIn } from '../../../src/playbook/resolve/resolved-play.ts';
import { folder } from '../../inventory/folder.ts';

const VARS = {
  d: { a: 1, t: true },
  line: '{"a": 1, "t": true}\n',
  nice: '{\n    "a": 1\n}',
  word: '[section]',
};

/** What one task with these arguments wants. */
function desired(module: string, args: object): unknown {
  const play = [{ hosts: 'all', gather_facts: false, vars: VARS, tasks: [{ [module]: args }] }];
  const root = folder({ hosts: 'a\n', 'play.yaml': JSON.stringify(play) });
  const { playbook, problems } = loadPlaybook(join(root, 'play.yaml'));
  const { inventory } = loadInventory([join(root, 'hosts')]);
  const options = { tags: [], skipTags: [], extraVars: {}, templateFolders: [], inventory };
  const result = resolvePlays([playbook], options);
  expect([...problems, ...result.problems]).toEqual([]);
  const [task] = resolvedIn(result.plays[0]?.hosts.get('a')?.tasks ?? []);
  return task?.kind === 'task' ? task.desired : undefined;
}

// Values that ansible-playbook 2.14 wrote.
it.each([
  ['{{ d }}', '{"a": 1, "t": true}'],
  ['{{ d }}\n', '{"a": 1, "t": true}'],
  ['{{ line }}', '{"a": 1, "t": true}'],
  ['{{ d | to_json }}\n', '{"a": 1, "t": true}\n'],
  ['{{ d | to_nice_json }}\n', '{\n    "a": 1,\n    "t": true\n}\n'],
  ['{{ nice }}', VARS.nice],
  ['{{ word }}', '[section]'],
  ['[{{ d.a }}]\n', '[1]'],
  ['{{ d.t }}', 'True'],
  ['{"a": 1}\n', '{"a": 1}\n'],
  ["{{ ['é'] }}", '["\\u00e9"]'],
])('copy writes the content %j as %j', (content, text) => {
  expect(desired('copy', { dest: '/f', content })).toMatchObject({ content: text });
});

it('set_fact takes a text that an expression made for what it reads as', () => {
  const made = desired('set_fact', {
    x: '{{ line }}',
    y: '{{ d | to_json }}',
    z: '{{ word }}',
    n: '{"a": 1}',
  });
  expect(made).toEqual({ x: VARS.d, y: '{"a": 1, "t": true}', z: '[section]', n: '{"a": 1}' });
});
