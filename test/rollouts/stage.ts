import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labBeside } from '../lab/lab.ts';

/** A lab of its own: its hosts lose their links and their power. */
export const lab = labBeside('rollouts');

export const folder = mkdtempSync(join(tmpdir(), 'virtfleet-rollouts-'));

/** The path of a file of the campaign. */
export const own = (name: string) => join(folder, name);

/** Seconds that the rollout waits behind a wave, in which something may happen. */
export const SOAK = 15;

/** What each host has before: a network with a guest on it, and a file. */
export async function setHost(host: string): Promise<void> {
  const define = `<network><name>lab</name><forward mode="nat"/><bridge name="virbr7" stp="off" delay="0"/><domain name="lab.example"/>
<ip address="10.7.0.1" netmask="255.255.255.0"><dhcp><range start="10.7.0.10" end="10.7.0.99"/></dhcp></ip></network>`;
  const script = `cat >/root/lab.xml && virsh -q net-define /root/lab.xml && virsh -q net-autostart lab && virsh -q net-start lab && rm /root/lab.xml
echo before >/etc/lab.conf && chmod 640 /etc/lab.conf`;
  const { code, stderr } = await lab.onHost(host, script, { stdin: define });
  if (code !== 0) throw new Error(`${host}: ${stderr}`);
  await lab.addGuest(host, { name: 'web', networks: ['lab'] });
}

/** What the rollout makes of it: a restart with the guest on it, a new network, a file. */
const TASKS = [
  {
    network: {
      name: 'lab',
      forward: { mode: 'nat' },
      bridge: { name: 'virbr7', stp: 'off', delay: 0 },
      mtu: { size: 1400 },
      domain: { name: 'lab.example' },
      ip: [
        {
          address: '10.7.0.1',
          netmask: '255.255.255.0',
          dhcp: { range: [{ start: '10.7.0.10', end: '10.7.0.99' }] },
        },
      ],
    },
  },
  { network: { name: 'extra', bridge: { name: 'virbr8' }, ip: [{ address: '10.8.0.1', prefix: 24 }] } },
  { copy: { dest: '/etc/lab.conf', content: 'after\n', mode: '0644' } },
];

/** Writes the playbook; three waves, of which one host, a fifth, and the rest. */
export function writePlaybook(): string {
  const play = {
    ...{ name: 'Lab', hosts: 'all', disruption: 'link' },
    ...{ serial: [1, '20%', '100%'], max_fail: 3, soak: `${SOAK}s` },
    verify: [{ command: 'virsh net-info lab', changed_when: false }],
    tasks: TASKS,
  };
  writeFileSync(own('site.yaml'), JSON.stringify([play], undefined, 2));
  return own('site.yaml');
}

/** Everything of a host that the rollout touches, in a form that does not change by itself. */
const CANONICAL = `
for one in $(virsh net-list --all --name | sort); do
  virsh net-dumpxml $one | sed "s/ connections='[0-9]*'//"; virsh net-dumpxml $one --inactive; virsh net-info $one | grep -v '^ *$'
done
for one in $(virsh list --all --name | sort); do
  virsh domstate $one; virsh domiflist $one | sed 's/vnet[0-9]*/vnet/'; virsh dumpxml $one --inactive
done
bridge link | sed 's/^[0-9]*: vnet[0-9]*/vnet/; s/ state [a-z]*//' | sort
ip -br addr show scope global | sed 's/@[^ ]*//' | tr -s ' ' | grep -v '^vnet' | sort
ip route | sort
stat -c '%n %a %U %G' /etc/lab.conf; cat /etc/lab.conf`;

export async function canonical(host: string): Promise<string> {
  const { code, stdout, stderr } = await lab.onHost(host, CANONICAL);
  if (code !== 0) throw new Error(`${host}: ${stderr}`);
  return stdout;
}
