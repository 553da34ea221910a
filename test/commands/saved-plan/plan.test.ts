import { readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { planProject } from './plan-project.ts';

it('a plan is saved, and shown as the dry run was', async () => {
  const { saved, plan } = await planProject();
  expect(saved).toMatchObject({ code: 0 });
  expect(saved.err).toMatch(
    /^The plan is saved in change.plan.\nUntil .* it can be applied with:\n {2}virtfleet apply change.plan\n$/,
  );
  expect((statSync('change.plan').mode & 0o777).toString(8)).toBe('600');
  const { code, out } = await plan('show', 'change.plan');
  expect(code).toBe(0);
  expect(out).toContain(saved.out);
  expect(out).toMatch(/^made .*, by operator@test \(alice@example.com\), virtfleet 1.2.3$/m);
  expect(out).toMatch(/^approved {3}by nobody, which this project does not ask for$/m);
});

it('what is to be done with a saved plan is said as commands', async () => {
  const files = { 'virtfleet.yaml': 'approvals: 1\n' };
  const { saved, apply } = await planProject({ files, words: ['-e', 'word=bye'] });
  expect(saved.err.replace(/Until .* it/, 'Until … it')).toBe(
    [
      'The plan is saved in change.plan.',
      'Before it is applied, 1 other must approve it:',
      '  virtfleet plan approve change.plan --key KEY',
      'Until … it can be applied with:',
      "  virtfleet apply change.plan -e 'word=…'\n",
    ].join('\n'),
  );
  const { code, err } = await apply('-e', 'word=bye');
  expect(code).toBe(1);
  expect(err).toContain('\n    virtfleet plan approve change.plan --key KEY\n');
});

it('a plan is shown as a page, as Markdown and as JSON', async () => {
  const { plan } = await planProject();
  const { out } = await plan(
    'show',
    'change.plan',
    '--format',
    'json',
    '--html',
    'a.html',
    '--markdown',
    'a.md',
  );
  expect(JSON.parse(out)).toMatchObject({
    author: { operator: 'operator@test' },
    expired: false,
    approved_by: [],
    check: { mode: 'check', tasks: [{ host: 'here', status: 'would-change' }] },
  });
  expect(readFileSync('a.html', 'utf8')).toContain('/nonexistent/virtfleet');
  const markdown = readFileSync('a.md', 'utf8').replace(/expires `.*`/, 'expires `…`');
  expect(markdown).toMatch(/^### Virtfleet plan: 1 of 1 host differs\n/);
  expect(markdown).toContain('- expires `…`\n');
  expect(markdown).toContain('- approved `by nobody, which this project does not ask for`\n');
});

it('a plan is approved by others than its author, each once', async () => {
  const { plan, key, approving } = await planProject();
  const people = { 'alice@example.com': 'alice', 'bob@example.com': 'bob', 'operator@test': 'here' };
  approving(2, Object.fromEntries(Object.entries(people).map(([who, name]) => [who, key(name)])));
  key('stranger');
  const said = [];
  for (const name of ['alice', 'bob', 'bob', 'here', 'stranger', 'nobody']) {
    const { code, out, err } = await plan('approve', 'change.plan', '--key', name);
    said.push([code, out + err]);
  }
  expect(said).toEqual([
    [0, 'Signed. alice@example.com made the plan, which is no approval of it.\n'],
    [0, 'Approved by bob@example.com.\n'],
    [0, 'Approved by bob@example.com, as before.\n'],
    [0, 'Signed. operator@test made the plan, which is no approval of it.\n'],
    [0, 'Signed. One signature is by somebody who may not approve.\n'],
    [1, "virtfleet plan: nobody does not sign: Couldn't load public key nobody: No such file or directory\n"],
  ]);
  const { out } = await plan('show', 'change.plan');
  expect(out).toContain('approved   by bob@example.com (needed: 2)\n');
});
