import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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
    const folder = project({ 'site.yaml': '- hosts: all\n  tasks: []\n' });
    const { code, err } = await typed(
      run,
      folder,
      join(folder, 'site.yaml'),
      '-i',
      join(folder, 'none.yaml'),
    );
    expect(code).toBe(1);
    expect(err).toContain('none.yaml');
    expect(err).not.toContain('unreachable');
  });

  it('a host pattern that matches nothing', async () => {
    const { code, err } = await runPlaybook('- hosts: hv1\n  tasks: []\n');
    expect(code).toBe(1);
    expect(err).toContain('site.yaml:1:10');
    expect(err).toContain('hv01');
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
    expect(err).toMatch(/did you mean .?guests/i);
  });

  it('a newline on its way into dnsmasq.conf', async () => {
    const { code, err } = await runPlaybook(
      '- hosts: all\n  vars: { file: "x\\nserver=6.6.6.6" }\n  tasks:\n    - dnsmasq: { name: lab, dhcp-boot: { file: "{{ file }}" } }\n',
    );
    expect(code).toBe(1);
    expect(err).toContain('dnsmasq.conf.hbs');
    expect(err).not.toContain('unreachable');
  });

  it('an undefined variable in an expression, and a condition that cannot be read', async () => {
    const { code, err } = await runPlaybook(
      '- hosts: all\n  tasks:\n    - debug: { msg: "{{ inventory_hostnam }}" }\n    - debug: { msg: x }\n      when: a ==\n',
    );
    expect(code).toBe(1);
    expect(err).toContain('site.yaml:3:25');
    expect(err).toContain('site.yaml:5:');
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

it('a host that does not answer is told with exit code 4', async () => {
  const { code, out } = await runPlaybook(
    '- hosts: all\n  tasks:\n    - debug: { msg: x }\n    - sysctl: { key: net.ipv4.ip_forward, value: 1 }\n',
  );
  expect(code).toBe(4);
  expect(out).toContain('unreachable: [hv01]');
});
