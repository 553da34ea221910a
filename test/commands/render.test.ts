import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { render } from '../../src/commands/render.ts';
import { project, typed } from './project.ts';

const NAME = `a 'b' "c" $(touch pwned)`;
const PLAYBOOK = `
- hosts: all
  tasks:
    - network: { name: ${JSON.stringify(NAME)}, bridge: { name: virbr5 } }
    - network: { name: "..", bridge: { name: virbr6 } }
    - file: { path: "/srv/$(id)", content: "hello\\n" }
`;

/** A project whose only host has this name, and `render` as it is typed in it. */
function rendered(host: string, playbook = PLAYBOOK) {
  const hosts = JSON.stringify({
    all: { hosts: { [host]: { ansible_host: '127.0.0.1', ansible_port: 1 } } },
  });
  const folder = project({ 'hosts.yaml': hosts, 'site.yaml': playbook });
  const words = [join(folder, 'site.yaml'), '-i', join(folder, 'hosts.yaml')];
  return { folder, render: (...more: string[]) => typed(render, folder, ...words, ...more) };
}

it('prints every file under its host and name', async () => {
  const { out, ...rest } = await rendered('hv01').render();
  expect(rest).toEqual({ code: 0, err: '' });
  expect(out).toBe(
    [
      `# hv01: networks/${NAME}.xml`,
      '<network>',
      '  <name>a &apos;b&apos; &quot;c&quot; $(touch pwned)</name>',
      "  <bridge name='virbr5'/>",
      '</network>',
      '# hv01: networks/...xml',
      '<network>',
      '  <name>..</name>',
      "  <bridge name='virbr6'/>",
      '</network>',
      '# hv01: /srv/$(id)',
      'hello',
      '',
    ].join('\n'),
  );
});

it('writes them below the folder, a name that is dots too', async () => {
  const { folder, render } = rendered('hv01');
  const { code, out } = await render('--out', join(folder, 'out'));
  expect(code).toBe(0);
  expect(out).toBe(`out/hv01/networks/${NAME}.xml\nout/hv01/networks/...xml\nout/hv01/srv/$(id)\n`);
  expect(readdirSync(join(folder, 'out/hv01/networks')).sort()).toEqual(['...xml', `${NAME}.xml`]);
  expect(readFileSync(join(folder, 'out/hv01/srv/$(id)'), 'utf8')).toBe('hello\n');
  expect(readdirSync(folder).sort()).toEqual(['hosts.yaml', 'out', 'site.yaml']);
});

it('a file of the project is copied with all of its bytes', async () => {
  const folder = project({
    'site.yaml': '- hosts: all\n  tasks:\n    - copy: { src: bom.csv, dest: /srv/bom.csv }\n',
    'files/bom.csv': '\uFEFFa;b\r\n',
  });
  const words = [join(folder, 'site.yaml'), '-i', 'hv01,', '--out', join(folder, 'out')];
  expect(await typed(render, folder, ...words)).toMatchObject({ code: 0, err: '' });
  expect(readFileSync(join(folder, 'out/hv01/srv/bom.csv'), 'utf8')).toBe('\uFEFFa;b\r\n');
});

it('writes nothing if the name of a host leads outside', async () => {
  const { folder, render } = rendered('../hv01');
  expect(await render('--out', join(folder, 'out'))).toEqual({
    code: 1,
    out: '',
    err: 'virtfleet render: "../hv01" is outside out.\n',
  });
  expect(readdirSync(folder).sort()).toEqual(['hosts.yaml', 'site.yaml']);
});

it('writes nothing if a path leads outside', async () => {
  const path = '/srv/../../../hv02/passwd';
  const { folder, render } = rendered('hv01', `${PLAYBOOK}    - file: { path: ${path}, content: x }\n`);
  const { code, err } = await render('--out', join(folder, 'out'));
  expect(code).toBe(1);
  expect(err).toContain(`site.yaml:7:21`);
  expect(readdirSync(folder).sort()).toEqual(['hosts.yaml', 'site.yaml']);
});

it('says why a file cannot be written', async () => {
  const { folder, render } = rendered('hv01');
  const { code, err } = await render('--out', join(folder, 'site.yaml'));
  expect(code).toBe(1);
  expect(err).toBe(
    `virtfleet render: site.yaml/hv01/networks/${NAME}.xml cannot be written: a part of the path is not a folder.\n`,
  );
  expect(existsSync(join(folder, 'site.yaml', 'hv01'))).toBe(false);
});

it("a project's own template makes the networks", async () => {
  const { folder, render } = rendered(
    'hv01',
    '- hosts: all\n  tasks: [{ network: { name: lab, mtu: { size: 1400 } } }]\n',
  );
  const template = '<network><name>{{name}}</name><domain name="made-{{mtu.size}}"/></network>\n';
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'templates/network.xml.hbs'), template);
  expect((await render()).out).toContain("<domain name='made-1400'/>");
});

it('has stars for what is secret, and no file of a task with no_log', async () => {
  const secret = `
- hosts: all
  vars: { quiet: not-for-you }
  tasks:
    - copy: { dest: /a, content: "{{ ansible_become_password }}" }
    - copy: { dest: /b, content: "{{ quiet }}" }
      no_log: true
`;
  const { folder, render: shown } = rendered('hv01', secret);
  const password = ['-e', 'ansible_become_password=hunter2'];
  expect((await shown(...password)).out).toBe('# hv01: /a\n********\n# hv01: ********\n********\n');
  await shown(...password, '--out', join(folder, 'out'));
  expect(readdirSync(join(folder, 'out/hv01'))).toEqual(['a']);
  expect(readFileSync(join(folder, 'out/hv01/a'), 'utf8')).toBe('********');
});

it('shows no value of a task with no_log that cannot be used', async () => {
  const wrong = `
- hosts: all
  vars: { quiet: not-for-you, long: ${'not-for-you '.repeat(9)} }
  tasks:
    - service: { name: x, state: "{{ quiet }}" }
      no_log: true
    - copy: { dest: "{{ long }}", content: x }
      no_log: true
`;
  const { code, err } = await rendered('hv01', wrong).render();
  expect([code, err.match(/`\w+` is .*/g)]).toEqual([
    1,
    [
      '`state` is `********`; expected started, stopped, restarted or reloaded.',
      '`dest` is `********…; expected an absolute path.',
    ],
  ]);
});
