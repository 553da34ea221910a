/** The tasks that describe what the kinds change; `moved` is the playbook after an edit of each of them. */
export function siteTasks(moved: boolean): object[] {
  return [...networks(moved), ...kernel(moved), ...files(moved), ...units(moved), ...guests(moved)];
}

/** How many of the tasks are networks: the first ones. */
export const NETWORKS = 18;

function networks(moved: boolean): object[] {
  return Array.from({ length: NETWORKS }, (_, index) => {
    const number = index + 1;
    const name = `n${String(number).padStart(2, '0')}`;
    const web = { mac: '52:54:00:00:07:01', name: 'web', ip: `10.${number}.0.20` };
    const range = { start: `10.${number}.0.100`, end: `10.${number}.0.200` };
    const network = {
      name,
      mtu: 1400,
      bridge: { name: `vb${number}` },
      domain: `d${number}.example`,
      dns: { host: [{ ip: `10.${number}.0.9`, hostname: moved ? 'moved' : 'first' }] },
      ip: { address: `10.${number}.0.1/24`, dhcp: { range, host: [web] } },
      route: [{ address: `10.${200 + number}.0.0`, prefix: 16, gateway: `10.${number}.0.2` }],
    };
    return { name: `Network ${name}`, network };
  });
}

function kernel(moved: boolean): object[] {
  const sysctl = (key: string, value: number) => ({ name: `Set ${key}`, sysctl: { key, value } });
  const bridges = Array.from({ length: 6 }, (_, index) => {
    const number = index + 1;
    const name = `br${number}`;
    const gateway = `10.8${number}.0.9`;
    const route = { to: `10.18${number}.0.0/16`, via: gateway };
    const bridge = {
      name,
      mtu: 1400,
      addresses: [`10.8${number}.0.1/24`],
      routes: moved ? [route, { to: `10.19${number}.0.0/16`, via: gateway }] : [route],
      parameters: { stp: false, 'forward-delay': 0 },
    };
    return { name: `Bridge ${name}`, bridge };
  });
  return [
    sysctl('net.ipv4.ip_default_ttl', moved ? 65 : 63),
    sysctl('net.ipv4.tcp_fin_timeout', moved ? 40 : 30),
    sysctl('net.ipv4.tcp_keepalive_time', moved ? 4000 : 3000),
    ...bridges,
  ];
}

function files(moved: boolean): object[] {
  const content = moved ? 'moved\n' : 'first\n';
  const file = (name: string, about: object) => ({
    name: `Path ${name}`,
    file: { path: `/etc/drift/${name}`, ...about },
  });
  return [
    { name: 'Folder', file: { path: '/etc/drift', state: 'directory' } },
    file('content', { content }),
    file('leases', { content, mode: '0644' }),
    file('owner', { content, owner: 'root' }),
    file('removed', { content }),
    file('link', { state: 'link', src: moved ? '/usr' : '/etc' }),
    file('folder', { state: 'directory', mode: moved ? '0750' : '0755' }),
    {
      name: 'Line',
      lineinfile: {
        path: '/etc/drift/lines',
        regexp: '^mine=',
        line: `mine=${moved ? 2 : 1}`,
        create: true,
      },
    },
  ];
}

function units(moved: boolean): object[] {
  const interfaces = { interface: ['br1'], 'dhcp-range': [{ start: '10.81.0.100', end: '10.81.0.200' }] };
  const reserved = { mac: '52:54:00:00:08:01', ip: '10.81.0.50', name: 'web' };
  return [
    { name: 'Service a', service: { name: 'drift-a', state: 'started', enabled: !moved } },
    { name: 'Service b', service: { name: 'drift-b', state: moved ? 'stopped' : 'started', enabled: true } },
    { name: 'Names', dnsmasq: { name: 'd1', ...interfaces, 'dhcp-host': moved ? [reserved] : [] } },
  ];
}

function guests(moved: boolean): object[] {
  const pool = (name: string) => ({
    name,
    type: 'dir',
    target: { path: `/var/lib/drift-${name}` },
  });
  return [
    {
      name: 'Guest 1',
      guest: { name: 'g1', state: 'paused', autostart: true, ...(moved && { memory: 32 }) },
    },
    { name: 'Guest 2', guest: { name: 'g2', state: 'paused', autostart: moved } },
    { name: 'Pool 1', pool: { ...pool('p1'), autostart: !moved } },
    { name: 'Pool 2', pool: { ...pool('p2'), state: moved ? 'inactive' : 'active', autostart: true } },
  ];
}
