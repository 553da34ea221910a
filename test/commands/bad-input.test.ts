import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inventory } from '../../src/commands/inventory.ts';
import { networks } from '../../src/commands/networks.ts';
import { render } from '../../src/commands/render.ts';
import { run } from '../../src/commands/run.ts';
import { project, typed } from './project.ts';

// Nobody listens on this port: a host that was contacted would be reported as unreachable.
const HOSTS = 'all:\n  hosts:\n    hv01: { ansible_host: 127.0.0.1, ansible_port: 1 }\n';

/** Runs a playbook of one project; the files are named as in it. */
async function runPlaybook(playbook: string, files: Record<string, string> = {}, ...words: string[]) {
  const folder = project({ 'hosts.yaml': HOSTS, 'site.yaml': playbook, ...files });
  return typed(run, folder, join(folder, 'site.yaml'), '-i', join(folder, 'hosts.yaml'), ...words);
}

describe('nothing is contacted, exit code 1, and every mistake is shown with its place', () => {
  it('a missing inventory', async () => {
    const folder = project({ 'site.yaml': '- hosts: all\n  tasks: []\n', 'hosts.yaml': HOSTS });
    const { code, out, err } = await typed(
      run,
      folder,
      join(folder, 'site.yaml'),
      '-i',
      join(folder, 'host.yaml'),
    );
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(
      [
        'error: There is no such inventory',
        '  host.yaml is neither a file nor a folder.',
        '  hint: Did you mean `hosts.yaml`?',
        '',
        '1 problem.',
        '',
      ].join('\n'),
    );
  });

  it('no inventory at all', async () => {
    const folder = project({ 'site.yaml': '- hosts: all\n  tasks: []\n- hosts: hv01\n  tasks: []\n' });
    const typedIn = [
      typed(run, folder, join(folder, 'site.yaml')),
      typed(networks, folder),
      typed(inventory, folder, '--graph'),
    ];
    for (const printed of await Promise.all(typedIn)) {
      expect(printed).toEqual({
        code: 1,
        out: '',
        err: [
          'error: No inventory is named',
          '  Neither -i nor ANSIBLE_INVENTORY nor an ansible.cfg names one.',
          '  hint: Name a file, a folder or a list of hosts: -i hosts.yaml, -i inventory or -i hv01,hv02.',
          '',
          '1 problem.',
          '',
        ].join('\n'),
      });
    }
  });

  it('a pattern that selects no host', async () => {
    const folder = project({ 'hosts.yaml': HOSTS });
    const printed = await typed(networks, folder, '!all', '-i', join(folder, 'hosts.yaml'));
    expect(printed).toMatchObject({ code: 1, out: '' });
    expect(printed.err).toMatch(/^error: There is no host to inspect\n/);
  });

  it('a host pattern that matches nothing', async () => {
    expect(await runPlaybook('- hosts: hv1\n  tasks: []\n')).toEqual({
      code: 1,
      out: '',
      err: [
        'error: A pattern matches no host',
        '  site.yaml:1:10',
        '> 1 | - hosts: hv1',
        '    |          ^^^',
        '  2 |   tasks: []',
        '  3 |',
        '  hv1 is neither a host nor a group among the 1 host of the inventory.',
        '  hint: Did you mean `hv01`?',
        '',
        '1 problem.',
        '',
      ].join('\n'),
    });
  });

  it('a broken YAML', async () => {
    const { code, err } = await runPlaybook('- hosts: all\n  tasks:\n    - debug: { msg: "x }\n');
    expect(code).toBe(1);
    expect(err).toMatch(/site\.yaml:\d+:\d+/);
  });

  it('a misspelt argument, a value of the wrong type and an unknown module, all at once', async () => {
    const { code, err, out } = await runPlaybook(
      [
        '- hosts: all',
        '  tasks:',
        '    - sysctl: { kye: net.ipv4.ip_forward, value: 1 }',
        '    - service: { name: sshd, enabled: maybe }',
        '    - netwrok: { name: x }',
        '',
      ].join('\n'),
    );
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('site.yaml:3:17');
    expect(err).toMatch(/did you mean .?key/i);
    expect(err).toContain('site.yaml:4:39');
    expect(err).toContain('site.yaml:5:7');
    expect(err).toMatch(/did you mean .?network/i);
    expect(err).toContain('> 3 |     - sysctl: { kye: net.ipv4.ip_forward, value: 1 }');
  });

  it('an undefined variable in a list of a template', async () => {
    const { code, err } = await runPlaybook(
      '- hosts: all\n  vars: { guests: [] }\n  tasks:\n    - template: { src: list.hbs, dest: /tmp/list }\n',
      { 'templates/list.hbs': 'guests:\n{{#each gests}}{{this}}{{/each}}\n' },
    );
    expect(code).toBe(1);
    expect(err).toContain('templates/list.hbs:2:9');
    expect(err).toContain('  used by site.yaml:4:24\n');
    expect(err).toMatch(/did you mean .?guests/i);
  });

  it('a newline on its way into dnsmasq.conf', async () => {
    const { code, err } = await runPlaybook(
      '- hosts: all\n  vars: { file: "x\\nserver=6.6.6.6" }\n  tasks:\n    - dnsmasq: { name: lab, dhcp-option: { number: 67, value: "{{ file }}" } }\n',
    );
    expect(code).toBe(1);
    expect(err).toContain('dnsmasq.conf.hbs');
    expect(err).toContain('  used by site.yaml:4:7\n');
    expect(err).not.toContain('unreachable');
  });

  it('several of them, in the order of the files', async () => {
    const { code, out, err } = await runPlaybook(
      [
        '- hosts: all:hv9',
        '  vars: { guests: [] }',
        '  tasks:',
        '    - service: { name: dnsmasq, stat: started }',
        '    - template: { src: list.hbs, dest: /tmp/list }',
        '    - debug: { msg: "{{ guest }}" }',
        '',
      ].join('\n'),
      { 'templates/list.hbs': '{{#each gests}}{{this}}{{/each}}\n' },
    );
    expect([code, out]).toEqual([1, '']);
    expect(err.match(/^ {2}\S+:\d+:\d+$/gm)).toEqual([
      '  site.yaml:1:10',
      '  site.yaml:4:33',
      '  site.yaml:6:25',
      '  templates/list.hbs:1:9',
    ]);
    expect(err.match(/^ {2}hint: Did you mean .*$/gm)).toEqual([
      '  hint: Did you mean `state`?',
      '  hint: Did you mean `guests`?',
      '  hint: Did you mean `guests`?',
    ]);
    expect(err.match(/^> *\d+ \| /gm)).toHaveLength(4);
    expect(err).toMatch(/\n\n4 problems\.\n$/);
  });

  it('an undefined variable in an expression, and a condition that cannot be read', async () => {
    const { code, err } = await runPlaybook(
      '- hosts: all\n  tasks:\n    - debug: { msg: "{{ inventory_hostnam }}" }\n    - debug: { msg: x }\n      when: a ==\n',
    );
    expect(code).toBe(1);
    expect(err).toContain('site.yaml:3:25');
    expect(err).toContain('site.yaml:5:');
  });

  it('names that a command line or a path is made of, where the system has no such names', async () => {
    const { code, out, err } = await runPlaybook(
      [
        '- hosts: all',
        '  tasks:',
        '    - bridge: { name: "br$(x)" }',
        '    - service: { name: "a b;$(x)" }',
        '    - sysctl: { key: "net.$(x)", value: 1 }',
        '    - dnsmasq: { name: "../x" }',
        '    - file: { path: "/srv/../etc", state: directory }',
        '    - network: { name: "../x", bridge: { name: virbr9 } }',
        '    - debug: { msg: x }',
        '      register: "a $(x)"',
        '',
      ].join('\n'),
    );
    expect([code, out]).toEqual([1, '']);
    expect(err.match(/^ {2}site\.yaml:\d+:\d+$/gm)).toEqual(
      ['3:23', '4:24', '5:22', '6:24', '7:21', '8:24', '10:17'].map((at) => `  site.yaml:${at}`),
    );
  });

  it('a reservation outside its subnet and a bridge name that is too long', async () => {
    const { code, err } = await runPlaybook(
      [
        '- hosts: all',
        '  tasks:',
        '    - network:',
        '        name: net',
        '        bridge: { name: a-very-long-bridge }',
        '        ip:',
        '          address: 10.0.0.1/24',
        '          dhcp: { host: [{ mac: "52:54:00:00:00:01", ip: 10.0.9.10 }] }',
        '',
      ].join('\n'),
    );
    expect(code).toBe(1);
    expect(err).toContain('site.yaml:5:');
    expect(err).toContain('site.yaml:8:');
  });
});

it('names with quotes, blanks and $(…) are data in what is rendered', async () => {
  const name = `a 'b' "c" $(touch pwned) & <d>`;
  const folder = project({
    'hosts.yaml': HOSTS,
    'site.yaml': `- hosts: all\n  tasks:\n    - network: { name: ${JSON.stringify(name)}, bridge: { name: virbr5 } }\n`,
  });
  const { code, out } = await typed(
    render,
    folder,
    join(folder, 'site.yaml'),
    '-i',
    join(folder, 'hosts.yaml'),
  );
  expect(code).toBe(0);
  expect(out).toContain(`<name>a &apos;b&apos; &quot;c&quot; $(touch pwned) &amp; &lt;d&gt;</name>`);
});

it('a host that does not answer is reported with exit code 4', async () => {
  const { code, out } = await runPlaybook(
    '- hosts: all\n  tasks:\n    - debug: { msg: x }\n    - sysctl: { key: net.ipv4.ip_forward, value: 1 }\n',
  );
  expect(code).toBe(4);
  expect(out).toContain('unreachable: [hv01]');
});
