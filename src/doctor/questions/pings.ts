import { only, type Probe } from '../../plan/probe.ts';

/** Whether a guest answered a short packet and one that is as long as its bridge takes, which no router may cut. */
export interface Ping {
  ip: string;
  /** Bytes of the long packet, its headers included. */
  size: number;
  short: boolean;
  long: boolean;
}

/** Undefined where the host has no ping. */
export type Pings = readonly Ping[] | undefined;

/** An IPv4 header has 20 bytes, that of an echo request 8: RFC 791, RFC 792. */
const HEADERS = 28;

const ASK = `
command -v ping >/dev/null || exit 0
echo asked
one() {
  short=no long=no
  ! ping -n -q -c 1 -W 1 "$1" >/dev/null 2>&1 || short=yes
  [ $short = no ] || ! ping -n -q -c 2 -i 0.2 -W 1 -M do -s $(($2 - ${HEADERS})) "$1" >/dev/null 2>&1 || long=yes
  echo "ping $1 $2 $short $long"
}
while [ $# -gt 1 ]; do one "$1" "$2" & shift 2; done
wait`;

export function pings(all: readonly Pick<Ping, 'ip' | 'size'>[]): Probe<Pings> {
  return {
    key: 'pings of guests',
    ask: { kind: 'script', script: ASK, args: all.flatMap(({ ip, size }) => [ip, String(size)]) },
    volatile: true,
    parse: (answers) => parsePings(only(answers).stdout.toString()),
  };
}

/** Exported for tests on recorded output. */
export function parsePings(text: string): Pings {
  const [first, ...lines] = text.split('\n');
  if (first !== 'asked') return undefined;
  return lines.flatMap((line) => {
    const [, ip, size, short, long] = /^ping (\S+) (\d+) (yes|no) (yes|no)$/.exec(line) ?? [];
    return ip === undefined ? [] : [{ ip, size: Number(size), short: short === 'yes', long: long === 'yes' }];
  });
}
