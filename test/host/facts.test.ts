import { describe, expect, it } from 'vitest';
import { FACT_NAMES, hostFacts } from '../../src/host/facts.ts';
import { ask, parsed } from '../modules/trial.ts';

const ADDRESS = JSON.stringify([
  {
    ifname: 'lo',
    flags: ['UP'],
    mtu: 65536,
    link_type: 'loopback',
    addr_info: [{ family: 'inet', local: '127.0.0.1', prefixlen: 8 }],
  },
  {
    ...{ ifname: 'eth0.7', flags: ['UP'], mtu: 1500, link_type: 'ether', address: '52:54:00:00:00:01' },
    addr_info: [
      { family: 'inet', local: '10.77.1.1', prefixlen: 16, broadcast: '10.77.255.255', scope: 'global' },
    ],
  },
]);
const TEXT = `os PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
os NAME="Debian GNU/Linux"
os VERSION_ID="12"
os VERSION_CODENAME=bookworm
os ID=debian
uname Linux
uname hv01.example.net
uname 6.1.0
uname #1 SMP
uname x86_64
fqdn hv01.example.net
cpu processor	: 0
cpu vendor_id	: GenuineIntel
cpu model name	: Xeon @ 2.1GHz: fast
cpu physical id	: 0
cpu siblings	: 2
cpu cpu cores	: 1
cpu processor	: 1
cpu vendor_id	: GenuineIntel
cpu model name	: Xeon
cpu physical id	: 0
cpu siblings	: 2
cpu cpu cores	: 1
memory MemTotal:       24683696 kB
address ${ADDRESS}
route [{"dst":"default","gateway":"10.77.0.1","dev":"eth0.7"}]
env PATH=/bin:/usr/bin
user root
user 0
user 0
python 3.11.2
python_path /usr/bin/python3
init systemd
packages apt-get
virtual container-other
date 2026 11 28 17 00 01 1795885201 UTC
local hooks [general]
local hooks Level=2
local list [1]
`;

describe('the facts of a host', () => {
  it('are those that Ansible recorded on it', () => {
    const { platform, min, network, hardware, virtual } = parsed(hostFacts, TEXT);
    expect({ ...platform, ...min }).toMatchObject({
      ...{ distribution: 'Debian', distribution_release: 'bookworm', distribution_version: '12' },
      ...{
        distribution_major_version: '12',
        os_family: 'Debian',
        hostname: 'hv01',
        fqdn: 'hv01.example.net',
      },
      ...{ nodename: 'hv01.example.net', domain: 'example.net', architecture: 'x86_64', system: 'Linux' },
      ...{ service_mgr: 'systemd', pkg_mgr: 'apt', env: { PATH: '/bin:/usr/bin' }, user_id: 'root' },
      local: { hooks: { general: { level: '2' } }, list: [1] },
    });
    expect(hardware).toMatchObject({
      ...{ processor_vcpus: 2, processor_nproc: 2, memtotal_mb: 24105 },
      ...{ processor_count: 1, processor_cores: 1, processor_threads_per_core: 2 },
      processor: ['0', 'GenuineIntel', 'Xeon @ 2.1GHz: fast', '1', 'GenuineIntel', 'Xeon'],
    });
    expect(platform).toMatchObject({
      python_version: '3.11.2',
      python: { executable: '/usr/bin/python3', type: 'cpython', version: { major: 3, minor: 11, micro: 2 } },
    });
    expect(virtual).toEqual({ virtualization_type: 'container', virtualization_role: 'guest' });
    expect(network).toMatchObject({
      interfaces: ['lo', 'eth0.7'],
      all_ipv4_addresses: ['10.77.1.1'],
      default_ipv4: {
        ...{ address: '10.77.1.1', broadcast: '10.77.255.255', gateway: '10.77.0.1', interface: 'eth0.7' },
        ...{
          alias: 'eth0.7',
          mtu: 1500,
          netmask: '255.255.0.0',
          network: '10.77.0.0',
          prefix: '16',
          type: 'ether',
        },
      },
      eth0_7: { active: true, device: 'eth0.7', ipv4: { address: '10.77.1.1', prefix: '16' }, type: 'ether' },
    });
  });

  it('of this machine can be read, and all names are among them', () => {
    const { platform, min, network, hardware, virtual } = ask(hostFacts);
    expect(platform).toMatchObject({ system: 'Linux' });
    const found = { eth0: {}, lo: {}, ...platform, ...min, ...network, ...hardware, ...virtual };
    expect(FACT_NAMES.filter((name) => !(name in found))).toEqual([]);
  });
});
