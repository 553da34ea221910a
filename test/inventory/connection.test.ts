import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { connectionOf } from '../../src/inventory/connection.ts';
import { createScope } from '../../src/template/interpolation/scope.ts';

const PLACE = { file: 'hosts.yaml', line: 3, column: 5 };
const variables = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, place: PLACE }]));
const connect = (values: Record<string, unknown>) => connectionOf('hv01', variables(values));

it('a host without variables is reached by its name', () => {
  expect(connect({})).toEqual({
    connection: {
      kind: 'ssh',
      address: 'hv01',
      sshArgs: [],
      transport: 'ssh2',
      libvirtUri: 'qemu:///system',
    },
    problems: [],
  });
});

it('all that can be said', () => {
  const said = connect({
    domain: 'lab',
    ansible_host: "{{ 'hv01.' + domain }}",
    ansible_port: '{{ 2200 + 1 }}',
    ansible_user: 1000,
    ansible_ssh_private_key_file: '~/.ssh/fleet',
    ansible_become: 'yes',
    ansible_become_user: 'root',
    ansible_ssh_common_args: '-o "ProxyCommand=nc -X 5 %h %p"',
    ansible_ssh_extra_args: '-4',
    virtfleet_transport: 'openssh',
    libvirt_uri: 'qemu+unix:///system',
  });
  expect(said).toEqual({
    connection: {
      kind: 'ssh',
      address: 'hv01.lab',
      port: 2201,
      user: '1000',
      privateKeyFile: `${homedir()}/.ssh/fleet`,
      sshArgs: ['-o', 'ProxyCommand=nc -X 5 %h %p', '-4'],
      transport: 'openssh',
      become: true,
      libvirtUri: 'qemu+unix:///system',
    },
    problems: [],
  });
});

it('the machine itself needs no address', () => {
  const { connection } = {
    connection: undefined,
    ...connect({ ansible_connection: 'local', ansible_become: false }),
  };
  expect(connection).toEqual({ kind: 'local', become: false, libvirtUri: 'qemu:///system' });
});

it('what nobody becomes does not matter', () => {
  expect(connect({ ansible_become: 'no', ansible_become_user: 'bob' }).problems).toEqual([]);
});

it('a play may replace what the inventory says', () => {
  const scope = createScope(variables({ base: 1 })).child({ ansible_port: { value: '{{ base + 22 }}' } });
  const { connection } = {
    connection: undefined,
    ...connectionOf('hv01', variables({ ansible_port: 1 }), scope),
  };
  expect(connection).toMatchObject({ port: 23 });
});

describe('refused is', () => {
  it.each([
    ['ansible_port', 'ssh'],
    ['ansible_port', 0],
    ['ansible_port', 65536],
    ['ansible_port', 22.5],
    ['ansible_host', ['a']],
    ['ansible_host', '-oProxyCommand=id'],
    ['ansible_host', 'a b'],
    ['ansible_host', 'root@hv01'],
    ['ansible_user', 'a\nb'],
    ['ansible_user', '-l'],
    ['ansible_become', 'maybe'],
    ['ansible_become_user', 'bob'],
    ['ansible_become_method', 'su'],
    ['ansible_connection', 'docker'],
    ['ansible_connection', 'constructor'],
    ['ansible_ssh_common_args', '-o "open'],
    ['virtfleet_transport', 'telnet'],
    ['libvirt_uri', '-r'],
  ])('%s: %j', (name, value) => {
    const { problems } = connect({ [name]: value });
    expect(problems).toMatchObject([{ code: 'bad-connection-variable', place: PLACE, hosts: ['hv01'] }]);
    expect(problems[0]?.detail).toContain(name);
  });

  it('an expression that cannot be read, where it stands', () => {
    const { problems } = connect({ ansible_user: "{{ x | default('root' }}" });
    expect(problems).toMatchObject([{ code: 'unreadable-expression', hosts: ['hv01'] }]);
    expect(problems[0]?.place?.line).toBe(3);
  });

  it('a variable that is not there', () => {
    expect(connect({ ansible_host: '{{ nothing }}' }).problems).toMatchObject([
      { code: 'undefined-variable' },
    ]);
  });

  it('everything at once', () => {
    expect(connect({ ansible_port: 'x', ansible_user: '-x', libvirt_uri: 1 }).problems).toHaveLength(3);
  });
});
