import { type Probe, printed } from '../plan/probe.ts';

/** The programs that configure the links of a host. */
export interface NetworkServices {
  /** Whether netplan is installed. */
  netplan: boolean;
  /** Whether NetworkManager runs. */
  networkManager: boolean;
  /** Whether systemd-networkd runs. */
  networkd: boolean;
  /** Links that ifupdown configures, the loopback link included: interfaces(5). */
  ifupdown: readonly string[];
}

const READ = `
command -v netplan >/dev/null && echo netplan
[ ! -d /run/NetworkManager/devices ] || echo NetworkManager
[ ! -d /run/systemd/netif/links ] || echo networkd
[ ! -s /etc/network/interfaces ] || sed -n 's/^[[:space:]]*iface[[:space:]]\\{1,\\}\\([^ ]*\\).*/ifupdown \\1/p' /etc/network/interfaces`;

/** What configures the links of a host. */
export const networkServices: Probe<NetworkServices> = {
  key: 'network services',
  ask: { kind: 'script', script: READ, args: [] },
  parse: (answers) => parseNetworkServices(printed(answers, 'read what configures the network')),
};

function parseNetworkServices(text: string): NetworkServices {
  const lines = text.split('\n');
  return {
    netplan: lines.includes('netplan'),
    networkManager: lines.includes('NetworkManager'),
    networkd: lines.includes('networkd'),
    ifupdown: lines.filter((line) => line.startsWith('ifupdown ')).map((line) => line.slice(9)),
  };
}
