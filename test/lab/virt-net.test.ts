import { expect, it } from 'vitest';
import { changes, onEach, run, write } from './two-hosts.ts';

const network = (address: string, more = '') =>
  `<network><name>vf-lab</name><bridge name='virbr70'/><domain name='lab.example'/>
   <ip address='${address}.1' netmask='255.255.255.0'><dhcp><range start='${address}.100' end='${address}.150'/>${more}</dhcp></ip></network>`;
const define = (address: string, more?: string) => ({
  name: 'Define',
  'community.libvirt.virt_net': { name: 'vf-lab', command: 'define', xml: network(address, more) },
});
const HOST = "<host mac='52:54:00:70:00:01' name='one' ip='10.70.0.11'/>";
const SITE = [
  define('10.70.0'),
  { name: 'Start', virt_net: { name: 'vf-lab', state: 'active' } },
  { name: 'With the host', virt_net: { name: 'vf-lab', autostart: true } },
  { name: 'Reservation', virt_net: { name: 'vf-lab', command: 'modify', xml: HOST } },
];

it('a network is defined, started, starts with the host and gets a reservation', async () => {
  write(SITE);
  await changes('+ network vf-lab');
  for (const said of await onEach('virsh net-info vf-lab; virsh net-dumpxml vf-lab')) {
    expect(said).toMatch(/Active: +yes/);
    expect(said).toMatch(/Autostart: +yes/);
    expect(said).toContain("ip='10.70.0.11'");
  }
});

it('a changed XML is found and made, and the reservation of modify stays', async () => {
  write(
    [
      {
        name: 'Define',
        virt_net: {
          ...{ name: 'vf-lab', command: 'define' },
          xml: network('10.70.0').replace('lab.example', 'other.example'),
        },
      },
    ],
    { disruption: 'service' },
  );
  await changes('~ domain name: lab.example → other.example');
  for (const said of await onEach('virsh net-dumpxml vf-lab')) {
    expect(said).toContain("<domain name='other.example'");
    expect(said).toContain("ip='10.70.0.11'");
  }
});

it('what is there can be read', async () => {
  write([
    { virt_net: { command: 'list_nets' }, register: 'nets' },
    { virt_net: { command: 'info' }, register: 'about' },
    { virt_net: { command: 'status', name: 'vf-lab' }, register: 'now' },
    {
      debug: {
        msg: "{{ 'vf-lab' in nets.list_nets }} {{ about.networks['vf-lab'].bridge }} {{ now.status }}",
      },
    },
  ]);
  const { code, stdout } = await run('--exit-code');
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('True virbr70 active') });
});

it('a network is stopped and undefined', async () => {
  write([{ virt_net: { name: 'vf-lab', command: 'destroy' } }]);
  // In Ansible it counts as ok.
  expect((await run('--check', '-v')).stdout).toContain('~ network vf-lab: active → inactive');
  expect(await run('--exit-code')).toMatchObject({ code: 0, stderr: '' });
  for (const said of await onEach('virsh net-info vf-lab')) expect(said).toMatch(/Active: +no/);
  write([{ virt_net: { name: 'vf-lab', state: 'absent' } }]);
  await changes('- network vf-lab');
  write([{ virt_net: { name: 'vf-lab', state: 'active' } }]);
  expect(await run()).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('This host has no network vf-lab.'),
  });
});
