import { type Probe, printed } from '../plan/probe.ts';

/** What the kernel has plugged into a bridge. */
export interface BridgePort {
  bridge: string;
  port: string;
  /** A tap, as the guests of libvirt have: other programs come and go with theirs. */
  tap: boolean;
}

const READ = `
for port in /sys/class/net/*/brif/*; do
  [ -e "$port" ] || exit 0
  bridge=\${port%/brif/*} port=\${port##*/} tap=
  [ ! -e "/sys/class/net/$port/tun_flags" ] || tap=tap
  echo "\${bridge##*/} $port $tap"
done`;

/** The ports of all bridges of a host, sorted. They come and go with guests, which is no reason to plan again. */
export const bridgePorts: Probe<readonly BridgePort[]> = {
  key: 'bridge ports',
  open: true,
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const text = printed(answers, 'read the ports of the bridges');
    return inOrder(text.split('\n').filter(Boolean).map(readPort));
  },
};

function readPort(line: string): BridgePort {
  const [bridge = '', port = '', tap] = line.split(' ');
  return { bridge, port, tap: tap === 'tap' };
}

/** The ports once this one is plugged into a bridge, or with none into nothing. A port is on one bridge at most. */
export function withPort(
  ports: readonly BridgePort[],
  port: Omit<BridgePort, 'bridge'>,
  bridge: string | undefined,
): BridgePort[] {
  const others = ports.filter((each) => each.port !== port.port);
  return bridge === undefined ? others : inOrder([...others, { bridge, port: port.port, tap: port.tap }]);
}

function inOrder(ports: readonly BridgePort[]): BridgePort[] {
  const key = ({ bridge, port }: BridgePort) => `${bridge}/${port}`;
  return ports.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}
