import { only, type Probe } from '../../plan/probe.ts';

/** A DHCP server that was heard. */
export interface HeardServer {
  /** Number of the link on which it was heard: a bridge, or a port of one. */
  link: number;
  /** Its address, as its packets say. */
  server: string;
  mac: string;
}

/** Undefined where nothing on the host can listen, or the login user may not. */
export type HeardServers = readonly HeardServer[] | undefined;

/**
 * Listens for answers of DHCP servers and sends nothing. A packet socket of packet(7) is opened without the promiscuous
 * mode, which the kernel would write down; on the ports of bridges it sees what passes anyway. The filter of the kernel
 * (BPF: UDP over IPv4 from port 67, no fragments) leaves all other packets alone.
 */
const LISTEN = `
[ "$(id -u)" = 0 ] && command -v perl >/dev/null || exit 0
exec perl -e '
  my $until = time + shift;
  socket(my $s, 17, 3, unpack("S", pack("n", 3))) or exit;
  my $f = pack("SCCL" x 11, 0x28,0,0,12, 0x15,0,8,0x800, 0x30,0,0,23, 0x15,0,6,17, 0x28,0,0,20, 0x45,4,0,0x1fff,
    0xb1,0,0,14, 0x48,0,0,14, 0x15,0,1,67, 6,0,0,0x40000, 6,0,0,0);
  setsockopt($s, 1, 26, pack("S x![L!] P", 11, $f)) or exit;
  $| = 1; print "heard\\n";
  my $left = 200;
  while ((my $rest = $until - time) > 0 && $left) {
    my $r = ""; vec($r, fileno($s), 1) = 1;
    next unless select($r, undef, undef, $rest);
    my $from = recv($s, my $frame, 700, 0) or next;
    my (undef, undef, $link) = unpack("SSl", $from);
    print "packet $link ", unpack("H*", $frame), "\\n"; $left--;
  }' "$1"`;

export function dhcpServers(seconds: number): Probe<HeardServers> {
  return {
    key: 'servers of DHCP that were heard',
    ask: { kind: 'script', script: LISTEN, args: [String(seconds)] },
    volatile: true,
    parse: (answers) => parseHeard(only(answers).stdout.toString()),
  };
}

/** Exported for tests on recorded output. */
export function parseHeard(text: string): HeardServers {
  const [first, ...lines] = text.split('\n');
  if (first !== 'heard') return undefined;
  const heard = lines.flatMap((line) => {
    const [, link, hex = ''] = /^packet (\d+) ([0-9a-f]+)$/.exec(line) ?? [];
    const server = serverOf(Buffer.from(hex, 'hex'));
    return link === undefined || !server ? [] : [{ link: Number(link), ...server }];
  });
  return [...new Map(heard.map((one) => [JSON.stringify(one), one])).values()];
}

/** Where the options of a reply begin behind the start of its UDP payload, and the codes that matter: RFC 2131, RFC 2132. */
const OPTIONS = 240;
const [PAD, SERVER, END] = [0, 54, 255];

/** Ethernet, IPv4, UDP, then the reply: its server identifier, or else who sent it. */
function serverOf(frame: Buffer): { server: string; mac: string } | undefined {
  if (frame.length < 14 + 20 + 8 + OPTIONS) return undefined;
  const mac = [...frame.subarray(6, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join(':');
  const ip = 14;
  const payload = frame.subarray(ip + ((frame[ip] ?? 0) & 15) * 4 + 8);
  // BOOTREPLY.
  if (payload[0] !== 2) return undefined;
  for (let at = OPTIONS; at < payload.length && payload[at] !== END; ) {
    const [code, length = 0] = [payload[at], payload[at + 1]];
    if (code === SERVER) return { server: [...payload.subarray(at + 2, at + 6)].join('.'), mac };
    at += code === PAD ? 1 : 2 + length;
  }
  return { server: [...frame.subarray(ip + 12, ip + 16)].join('.'), mac };
}
