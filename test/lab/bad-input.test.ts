import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { lab } from './lab.ts';
import { INVENTORY, snapshot, virtfleet } from './virtfleet.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtfleet-'));

afterAll(() => rmSync(folder, { recursive: true }));

function playbook(text: string): string {
  const path = join(folder, 'play.yaml');
  writeFileSync(path, text);
  return path;
}

it('an unreachable host among good ones does not keep the others', async () => {
  const path = playbook('- hosts: all\n  tasks:\n    - sysctl: { key: net.ipv4.ip_forward, value: 1 }\n');
  await lab.setLink('hv02', 'down');
  try {
    const { code, stdout } = await virtfleet('run', path, ...INVENTORY, '-T', '2');
    expect(code).toBe(4);
    expect(stdout).toContain('unreachable: [hv02]');
    for (const host of ['hv01', 'hv03', 'hv04'])
      expect(stdout).toMatch(new RegExp(`^${host} : ok=0 changed=1`, 'm'));
  } finally {
    await lab.setLink('hv02', 'up');
  }
});

it('a host with another key, and one whose key nobody knows, are not talked to', async () => {
  const lines = readFileSync(lab.paths.knownHosts, 'utf8').split('\n');
  const stranger = lines.find((line) => line.startsWith('hv04,') && line.includes('ssh-ed25519'));
  const known = join(folder, 'known_hosts');
  const swapped = lines
    .filter((line) => !/^hv0[24],/.test(line))
    .concat(`${addressOf('hv02')} ${stranger?.split(' ').slice(1).join(' ')}`, '');
  writeFileSync(known, swapped.join('\n'));
  const line = swapped.findIndex((text) => text.startsWith(addressOf('hv02'))) + 1;
  const path = playbook('- hosts: all\n  tasks:\n    - sysctl: { key: net.ipv4.ip_forward, value: 1 }\n');

  const trust = `ansible_ssh_common_args=-o UserKnownHostsFile=${known}`;
  const { code, stdout } = await virtfleet('run', path, ...INVENTORY, '-e', trust);
  expect(code).toBe(4);
  expect(stdout).toContain('unreachable: [hv02]');
  expect(stdout).toContain(`${known}:${line}`);
  expect(stdout).toContain(`ssh-keygen -R ${addressOf('hv02')} -f ${known}`);
  expect(stdout).toContain('unreachable: [hv04]');
  expect(stdout).toContain(`>> ${known}`);
  for (const host of ['hv01', 'hv03'])
    expect(stdout).toMatch(new RegExp(`^${host} : .* failed=0 .*unreachable=0`, 'm'));
  expect(readFileSync(known, 'utf8')).toBe(swapped.join('\n'));
});

it('hosts whose libvirtd is stopped fail, and nothing is half applied on them', async () => {
  const stopped = ['hv02', 'hv03'];
  const units = 'libvirtd.service libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket';
  const before = await Promise.all(stopped.map(snapshot));
  await Promise.all(stopped.map((host) => lab.onHost(host, `systemctl mask --runtime --now ${units}`)));
  try {
    const { code, stdout } = await virtfleet('run', 'playbooks/site.yaml', ...INVENTORY);
    expect(code).toBe(2);
    for (const host of ['hv01', 'hv04'])
      expect(stdout).toMatch(new RegExp(`^${host} : ok=\\d+ changed=\\d+ failed=0`, 'm'));
    for (const host of stopped)
      expect(stdout).toMatch(new RegExp(`^${host} : ok=\\d+ changed=0 failed=1`, 'm'));
    expect(stdout).toContain('Failed to connect');
  } finally {
    const restore = `systemctl unmask --runtime ${units}; systemctl start libvirtd.socket libvirtd-ro.socket`;
    await Promise.all(stopped.map((host) => lab.onHost(host, restore)));
  }
  expect(before[0]).toContain('<name>default</name>');
  expect(await Promise.all(stopped.map(snapshot))).toEqual(before);
});

it('a network that libvirt itself cannot print is a failure of its host', async () => {
  const xml = `<network><name>odd</name><bridge name="virbr78"/><portgroup name="a'b"/></network>`;
  await lab.onHost('hv01', 'cat >/run/odd.xml && virsh net-define /run/odd.xml', { stdin: xml });
  try {
    const path = playbook(
      '- hosts: hv01,hv03\n  rollout: all-at-once\n  tasks:\n    - network: { name: odd, bridge: { name: virbr78 }, state: inactive }\n',
    );
    const { code, stdout } = await virtfleet('run', path, ...INVENTORY, '--check');
    expect(code).toBe(2);
    expect(stdout).toContain('failed: [hv01]');
    expect(stdout).toContain('libvirt prints a definition that cannot be read');
    expect(stdout).toContain('would change: [hv03]');
  } finally {
    await lab.onHost('hv01', 'virsh net-undefine odd; rm /run/odd.xml');
  }
});

describe('names with blanks, quotes and $(…) are data all the way', () => {
  // A network's name has no slash, and what is sent to a host runs in the home of root.
  const name = `a 'b' "c" $(touch pwned) \`touch pwned\` ;&`;
  const text = `${name} $(touch /tmp/pwned) \`touch /tmp/pwned\` \\ %s "`;
  const hosts = ['hv01', 'hv03'];
  const unharmed = async () => {
    for (const host of hosts)
      expect(await lab.onHost(host, 'find / -xdev -name pwned')).toMatchObject({ code: 0, stdout: '' });
    for (const path of ['pwned', '/tmp/pwned', join(folder, 'pwned')]) expect(existsSync(path)).toBe(false);
  };

  it('as a network and what is in it', async () => {
    const task = (state: string) =>
      written({
        name,
        network: {
          name,
          state,
          bridge: { name: 'virbr77' },
          portgroup: { name: 'a "c" $(touch pwned) `touch pwned` ;>' },
          ip: { address: '10.77.77.1/24' },
          dns: { txt: { name: 'text', value: name } },
        },
      });
    const made = await virtfleet('run', task('inactive'), ...INVENTORY);
    expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
    const again = await virtfleet('run', task('inactive'), ...INVENTORY);
    expect([again.code, again.stdout]).toEqual([0, expect.not.stringContaining('changed=1')]);
    const gone = await virtfleet('run', task('absent'), ...INVENTORY);
    expect([gone.code, gone.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
    for (const host of hosts)
      expect((await lab.onHost(host, 'virsh net-list --all --name')).stdout).not.toContain('touch');
    await unharmed();
  });

  it('as the name of a network that runs', async () => {
    const task = (state: string) => written({ network: { name, state, bridge: { name: 'virbr77' } } });
    const made = await virtfleet('run', task('active'), ...INVENTORY);
    expect([made.code, made.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
    const again = await virtfleet('run', task('active'), ...INVENTORY);
    expect([again.code, again.stdout]).toEqual([0, expect.not.stringContaining('changed=1')]);
    const gone = await virtfleet('run', task('absent'), ...INVENTORY);
    expect([gone.code, gone.stdout]).toEqual([0, expect.stringContaining('changed=1')]);
    await unharmed();
  });

  it('as files, templates, programs, variables, tags and handlers', async () => {
    mkdirSync(join(folder, 'templates'), { recursive: true });
    writeFileSync(join(folder, 'templates', `${name}.hbs`), '{{text}}\n');
    const root = `/srv/${name}`;
    const path = written(
      { file: { path: root, state: 'directory' } },
      { name: text, file: { path: `${root}/file`, content: '{{ text }}' }, tags: [name], notify: text },
      { file: { path: `${root}/link`, state: 'link', src: `${root}/file` } },
      { template: { src: `${name}.hbs`, dest: `${root}/template`, validate: ['test', '-s', '%s'] } },
      {
        command: { argv: ['cat', '{{ file }}', '-'], stdin: '{{ text }}', chdir: root },
        register: 'said',
        vars: { file: `${root}/file` },
      },
      { assert: { that: ['{{ said.stdout == text + text }}'] } },
    );
    const play = JSON.parse(readFileSync(path, 'utf8'));
    play[0].handlers = [{ name: text, command: { argv: ['printf', '%s', text] } }];
    play[0].vars = { text, [text]: text };
    writeFileSync(path, JSON.stringify(play));

    const { code, stdout } = await virtfleet('run', path, ...INVENTORY);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^hv01 : .*failed=0/m)]);
    for (const host of hosts) {
      const read = await lab.onHost(host, 'cd "$1" && ls && cat link template', { args: [root] });
      expect(read).toMatchObject({ code: 0, stdout: `file\nlink\ntemplate\n${text}${text}\n` });
    }
    const gone = written({ file: { path: root, state: 'absent', recurse: true } });
    expect((await virtfleet('run', gone, ...INVENTORY)).code).toBe(0);
    for (const host of hosts) expect((await lab.onHost(host, 'ls /srv')).stdout).toBe('');
    await unharmed();
  });

  /** A play with these tasks. JSON is YAML, and quotes by itself. */
  function written(...tasks: object[]): string {
    return playbook(JSON.stringify([{ hosts: hosts.join(','), rollout: 'all-at-once', tasks }]));
  }
});

function addressOf(name: string): string {
  const host = lab.hosts().find((one) => one.name === name);
  if (!host) throw new Error(`The lab has no host ${name}.`);
  return host.address;
}
