import { only, type Probe } from '../../plan/probe.ts';

/** Who listens for questions about names or addresses. */
export interface Listener {
  protocol: 'tcp' | 'udp';
  /** `0.0.0.0`, `10.0.0.1`, `[::]`, `*`. */
  address: string;
  /** The only link that it listens on, where it is bound to one. */
  link?: string;
  port: number;
  /** Absent where only root sees it. */
  program?: string;
  pid?: number;
}

/** What a shell says of a program that is not there: sh(1). */
const NOT_FOUND = 127;
/** Ports of DNS and DHCP: see ss(8). */
const READ = `ss -H -lntup '( sport = :53 or sport = :67 )'`;

/** Undefined where the host has no ss. */
export const listeners: Probe<readonly Listener[] | undefined> = {
  key: 'listeners of DNS and DHCP',
  ask: { kind: 'script', script: READ, args: [] },
  volatile: true,
  parse: (answers) => {
    const { status, stdout } = only(answers);
    return status === NOT_FOUND ? undefined : parseListeners(stdout.toString());
  },
};

/** `udp UNCONN 0 0 0.0.0.0%virbr0:67 0.0.0.0:* users:(("dnsmasq",pid=812,fd=3))`. Exported for tests. */
export function parseListeners(text: string): Listener[] {
  return text.split('\n').flatMap((line) => {
    const [protocol, , , , local = '', , users = ''] = line.trim().split(/\s+/);
    const [, where = '', port] = /^(.*):(\d+)$/.exec(local) ?? [];
    if ((protocol !== 'tcp' && protocol !== 'udp') || port === undefined) return [];
    // A host names the link of an IPv6 address inside of its brackets or behind them.
    const [address = '', link] = where.replace(/\]$/, '').split('%', 2);
    const [, program, pid] = /\(\("([^"]*)",pid=(\d+)/.exec(users) ?? [];
    return [
      {
        protocol,
        address: address.startsWith('[') && !address.endsWith(']') ? `${address}]` : address,
        ...(link && { link }),
        port: Number(port),
        ...(program !== undefined && { program, pid: Number(pid) }),
      } as const,
    ];
  });
}

/** Whether it listens on all addresses of all links. */
export function isEverywhere({ address, link }: Listener): boolean {
  return link === undefined && ['0.0.0.0', '[::]', '*'].includes(address);
}

/** `dnsmasq, process 812`, as far as it can be seen. */
export function whoListens({ program, pid }: Listener): string {
  return program === undefined ? 'a program that only root sees' : `${program}, process ${pid}`;
}
