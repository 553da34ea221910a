import { type Probe, printed } from '../../plan/probe.ts';

/** A socket on which a program of the host waits for others. */
export interface Listener {
  protocol: 'tcp' | 'udp';
  /** `0.0.0.0` and `::` are all addresses. */
  address: string;
  /** The link that it is bound to. */
  link?: string;
  port: number;
}

/** The ports of which a rule speaks: DNS, DHCP, libvirt. */
const READ = `command -v ss >/dev/null || exit
ss -Hlntu | while read -r protocol _ _ _ here _; do
  case $here in *:53 | *:67 | *:16509 | *:16514 | *:16510) echo "$protocol $here" ;; esac
done`;

/** What listens on a host; the program behind it only root would see. */
export const listeners: Probe<readonly Listener[]> = {
  key: 'listening sockets',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) =>
    printed(answers, 'read the listening sockets')
      .split('\n')
      .flatMap((line) => listenerOf(line) ?? []),
};

/** `udp 0.0.0.0%virbr0:67`, `tcp [::]:16509`, `tcp *:53`: ss(8). */
function listenerOf(line: string): Listener | undefined {
  const [, protocol, written = '', link, port = ''] =
    /^(tcp|udp) \[?([^\]%]+?)\]?(?:%([^\]:]+)\]?)?:(\d+)$/.exec(line) ?? [];
  if (protocol !== 'tcp' && protocol !== 'udp') return undefined;
  const address = written === '*' ? '::' : written;
  return { protocol, address, ...(link !== undefined && { link }), port: Number(port) };
}
